package org.balancehead.model.generator;

/**
 * Channels of a synthesis network.
 *
 * @param channelBase channels times side, where {@code channelMax} does not bound them
 * @param channelMax most channels
 */
public record SynthesisSettings(int channelBase, int channelMax) {
    public SynthesisSettings {
        if (channelBase < 1 || channelMax < 1) {
            throw new IllegalArgumentException("A synthesis network needs channels.");
        }
    }

    int channels(int side) {
        return Math.min(channelBase / side, channelMax);
    }
}
