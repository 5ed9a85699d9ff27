package org.balancehead.model.generator;

/**
 * Sizes of a mapping network.
 *
 * @param latent entries of z
 * @param condition entries of the condition; 0 for none
 * @param width entries of w, and of the hidden layers
 * @param layers fully connected layers
 * @param rate learning rate of these layers relative to the others'
 */
public record MappingSettings(int latent, int condition, int width, int layers, double rate) {
    public MappingSettings {
        if (latent < 1 || condition < 0 || width < 1 || layers < 1 || !(rate > 0)) {
            throw new IllegalArgumentException("A mapping network needs positive sizes and a positive rate.");
        }
    }
}
