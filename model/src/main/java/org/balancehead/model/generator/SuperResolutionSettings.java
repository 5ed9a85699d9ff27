package org.balancehead.model.generator;

/**
 * Sizes of the super-resolution network.
 *
 * @param inputSide side of the picture that it takes
 * @param scale how much it enlarges: 4 by both blocks, or 2 by the second alone
 * @param channels0 channels after the first block
 * @param channels1 channels after the second block
 * @param clamp bound on every layer's magnitude; 0 for none
 * @param antialias whether larger pictures are shrunk to the input side with a wider filter
 */
public record SuperResolutionSettings(
        int inputSide, int scale, int channels0, int channels1, double clamp, boolean antialias) {
    public SuperResolutionSettings {
        if (inputSide < 1 || channels0 < 1 || channels1 < 1 || !(clamp >= 0)) {
            throw new IllegalArgumentException(
                    "A super-resolution network needs positive sizes and no negative clamp.");
        }
        if (scale != 2 && scale != 4) {
            throw new IllegalArgumentException("A super-resolution network enlarges by 2 or 4, not " + scale + ".");
        }
    }
}
