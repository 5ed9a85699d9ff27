package org.balancehead.model.generator;

/**
 * Sizes of a mapping network.
 *
 * @param latent entries of z; 0 for none
 * @param condition entries of the condition; 0 for none
 * @param conditionScale what the condition is multiplied by first; 0 hides it
 * @param width entries of w, and of the hidden layers
 * @param layers fully connected layers
 * @param rate learning rate of these layers relative to the others'
 */
public record MappingSettings(int latent, int condition, double conditionScale, int width, int layers, double rate) {
    public MappingSettings {
        if (latent < 0 || condition < 0 || latent + condition < 1 || width < 1 || layers < 1 || !(rate > 0)) {
            throw new IllegalArgumentException("A mapping network needs positive sizes and a positive rate.");
        }
    }
}
