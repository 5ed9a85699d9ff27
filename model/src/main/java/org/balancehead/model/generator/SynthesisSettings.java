package org.balancehead.model.generator;

/**
 * Sizes of a synthesis network.
 *
 * @param channelBase channels times side, where {@code channelMax} does not bound them
 * @param channelMax most channels
 * @param clamp bound on every layer's magnitude; 0 for none
 */
public record SynthesisSettings(int channelBase, int channelMax, double clamp) {
    public SynthesisSettings {
        if (channelBase < 1 || channelMax < 1 || !(clamp >= 0)) {
            throw new IllegalArgumentException("A synthesis network needs channels and no negative clamp.");
        }
    }

    int channels(int side) {
        return Math.min(channelBase / side, channelMax);
    }
}
