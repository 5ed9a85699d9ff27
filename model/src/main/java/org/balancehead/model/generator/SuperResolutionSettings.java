package org.balancehead.model.generator;

/**
 * Sizes of the super-resolution network.
 *
 * @param inputSide side of the picture that it enlarges fourfold
 * @param channels0 channels at twice that side
 * @param channels1 channels at four times that side
 * @param clamp bound on every layer's magnitude; 0 for none
 * @param antialias whether larger pictures are shrunk to the input side with a wider filter
 */
public record SuperResolutionSettings(int inputSide, int channels0, int channels1, double clamp, boolean antialias) {
    public SuperResolutionSettings {
        if (inputSide < 1 || channels0 < 1 || channels1 < 1 || !(clamp >= 0)) {
            throw new IllegalArgumentException(
                    "A super-resolution network needs positive sizes and no negative clamp.");
        }
    }
}
