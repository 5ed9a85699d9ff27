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
            float left = map[left(i)];
            float right = map[right(i)];
            even[i] = (left + right) * SQRT_HALF;
            odd[i] = (left - right) * SQRT_HALF;
        }
    }

    /** Writes the map of one half, the other being nothing, into {@code map} from {@code offset} on. */
    void unfold(float[] half, boolean odd, float[] map, int offset) {
        for (int i = 0; i < half.length; i++) {
            float value = half[i] * SQRT_HALF;
            map[offset + left(i)] = value;
            map[offset + right(i)] = odd ? -value : value;
        }
    }

    private int left(int i) {
        return i / (width / 2) * width + i % (width / 2);
    }

    private int right(int i) {
        return i / (width / 2) * width + width - 1 - i % (width / 2);
    }
}
