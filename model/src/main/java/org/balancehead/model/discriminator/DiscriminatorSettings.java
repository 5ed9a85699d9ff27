package org.balancehead.model.discriminator;

/**
 * Sizes of a {@link DualDiscriminator}.
 *
 * @param mask whether it sees the mask beside the pictures
 * @param parsing classes of the parsing that it sees beside them; 0 for none
 * @param label entries of the label: the camera's 25, and those of a semantic condition
 * @param channelBase channels times side, where {@code channelMax} does not bound them
 * @param channelMax most channels
 * @param mappingLayers of the label's mapping network
 * @param group images that are compared with each other for variety
 * @param clamp bound on every layer's magnitude; 0 for none
 */
public record DiscriminatorSettings(
        boolean mask,
        int parsing,
        int label,
        int channelBase,
        int channelMax,
        int mappingLayers,
        int group,
        double clamp) {
    public DiscriminatorSettings {
        if (parsing < 0 || label < 1 || channelBase < 1 || channelMax < 1 || mappingLayers < 1 || group < 1) {
            throw new IllegalArgumentException("A discriminator needs positive sizes.");
        }
        if (!(clamp >= 0)) {
            throw new IllegalArgumentException("A discriminator needs no negative clamp.");
        }
    }

    /** The same sizes for labels of another length. */
    public DiscriminatorSettings withLabel(int length) {
        return new DiscriminatorSettings(mask, parsing, length, channelBase, channelMax, mappingLayers, group, clamp);
    }

    /** The same sizes for pictures that have no masks. */
    public DiscriminatorSettings withoutMask() {
        return new DiscriminatorSettings(false, parsing, label, channelBase, channelMax, mappingLayers, group, clamp);
    }

    /** Channels of what it sees: the picture, the raw picture, the mask, the parsing. */
    int inputChannels() {
        return 6 + (mask ? 1 : 0) + parsing;
    }

    int channels(int side) {
        return Math.min(channelBase / side, channelMax);
    }
}
