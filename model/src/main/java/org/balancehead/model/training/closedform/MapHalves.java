package org.balancehead.model.training.closedform;

/**
 * What of chart maps stays as it is when they are mirrored, and what turns into its negative: the even and the odd part
 * of each row of texels, of which the left half says all. Halves are scaled so that a map's sum of squares is that of
 * its two halves.
 *
 * @param width columns of a map, an even number
 */
record MapHalves(int width) {
    private static final float SQRT_HALF = (float) Math.sqrt(0.5);

    MapHalves {
        if (width < 2 || width % 2 != 0) {
            throw new IllegalArgumentException("A map of %d columns has no halves.".formatted(width));
        }
    }

    /** Writes the halves of a map, rows of {@link #width} numbers. */
    void split(float[] map, float[] even, float[] odd) {
        for (int i = 0; i < even.length; i++) {
            float left = map[i / (width / 2) * width + i % (width / 2)];
            float right = map[i / (width / 2) * width + width - 1 - i % (width / 2)];
            even[i] = (left + right) * SQRT_HALF;
            odd[i] = (left - right) * SQRT_HALF;
        }
    }

    /** What a number of a half is in the left half of the map that has this half alone. */
    static float unscaled(float value) {
        return value * SQRT_HALF;
    }
}
