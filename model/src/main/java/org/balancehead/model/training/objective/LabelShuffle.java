package org.balancehead.model.training.objective;

import java.util.random.RandomGenerator;

/**
 * Chooses labels that are not a picture's own, for {@link ViCiCoLoss}: the camera of another picture of the batch, the
 * semantic feature of another, or both.
 *
 * @param camera share of the batches whose cameras alone are shuffled
 * @param semantic share of those whose semantic features alone are
 * @param both share of those where both are; the three sum to 1
 */
public record LabelShuffle(double camera, double semantic, double both) {
    public LabelShuffle {
        if (camera < 0 || semantic < 0 || both < 0 || Math.abs(camera + semantic + both - 1) > 1e-6) {
            throw new IllegalArgumentException(
                    "The shares of shuffled labels must not be negative, and sum to 1, not %s."
                            .formatted(camera + semantic + both));
        }
    }

    /** What is exchanged in one batch. */
    public enum Exchange {
        CAMERA,
        SEMANTIC,
        BOTH
    }

    /** Draws what is exchanged. */
    public Exchange draw(RandomGenerator random) {
        double drawn = random.nextDouble();
        if (drawn < camera) {
            return Exchange.CAMERA;
        }
        return drawn < camera + semantic ? Exchange.SEMANTIC : Exchange.BOTH;
    }

    /**
     * Labels with the exchanged part taken from the next picture of the batch, the last one's from the first.
     *
     * @param labels N labels in a row: the camera's numbers, then the semantic ones
     * @param length numbers of one label
     * @param cameraLength how many of them are the camera's
     */
    public static float[] exchange(float[] labels, int length, int cameraLength, Exchange what) {
        float[] exchanged = labels.clone();
        int from = what == Exchange.SEMANTIC ? cameraLength : 0;
        int to = what == Exchange.CAMERA ? cameraLength : length;
        for (int row = 0; row < labels.length; row += length) {
            int other = (row + length) % labels.length;
            System.arraycopy(labels, other + from, exchanged, row + from, to - from);
        }
        return exchanged;
    }
}
