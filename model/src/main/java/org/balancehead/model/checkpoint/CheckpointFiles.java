package org.balancehead.model.checkpoint;

/** The files that checkpoints have, by name; which of them there are is for the manifest to say. */
public final class CheckpointFiles {
    /** The generator's weights, averaged over training. */
    public static final String GENERATOR = "generator.safetensors";

    /** The generator's weights as training had them last. */
    public static final String TRAINED_GENERATOR = "generator-trained.safetensors";

    /** The discriminator's weights. */
    public static final String DISCRIMINATOR = "discriminator.safetensors";

    /** The weights of the encoder from pictures to w. */
    public static final String ENCODER = "encoder.safetensors";

    /** Conditions of the training, which heads of nobody are drawn by. */
    public static final String CONDITIONS = "conditions.safetensors";

    /** Sizes and options, where they are not those of the bundled preset that the manifest names. */
    public static final String PRESET = "preset.json";

    private CheckpointFiles() {}
}
