package org.balancehead.model.training;

import java.util.Arrays;
import java.util.Random;

/**
 * Makes frontal pictures resemble what real cameras and a real aligner give: shifted, scaled, blurred, noisy, cut off
 * at a border, with a given jitter of the colours. Pictures are {@code [4, S, S]}, colour on white and opacity, 0…1.
 */
public final class PictureAugmentation {
    private static final double SHIFT = 0.008; // of the side
    private static final double SCALE = 0.01;
    private static final double NOISE = 0.01;
    private static final double BLURRED = 0.2;
    private static final double LARGEST_BLUR = 1.5 / 128; // of the side
    private static final double CUT = 0.1;
    private static final double LARGEST_CUT = 0.12; // of the side

    private final int side;

    /** @param side S */
    public PictureAugmentation(int side) {
        this.side = side;
    }

    /** Writes an augmentation of a clean picture at {@code offset}. */
    public void apply(float[] clean, ColourJitter jitter, Random random, float[] to, int offset) {
        float scale = (float) (1 + random.nextGaussian() * SCALE);
        float left = (float) (random.nextGaussian() * SHIFT * side);
        float top = (float) (random.nextGaussian() * SHIFT * side);
        float blur = random.nextDouble() < BLURRED ? (float) (LARGEST_BLUR * side * random.nextDouble()) : 0;
        float noise = (float) (NOISE * random.nextDouble());
        Grain grain = new Grain(random.nextLong());
        float[] pixel = new float[4];
        for (int y = 0; y < side; y++) {
            float sy = (y - side / 2f) * scale + side / 2f + top;
            for (int x = 0; x < side; x++) {
                sample(clean, (x - side / 2f) * scale + side / 2f + left, sy, blur, pixel);
                int at = offset + y * side + x;
                to[at + 3 * side * side] = pixel[3];
                for (int c = 0; c < 3; c++) {
                    float colour = jitter.apply(c, pixel[c], pixel[3]) + grain.next() * noise * pixel[3];
                    to[at + c * side * side] = Math.max(0, Math.min(1, colour));
                }
            }
        }
        if (random.nextDouble() < CUT) {
            cut(random, to, offset);
        }
    }

    /** All four channels at a place between pixels. */
    private void sample(float[] clean, float x, float y, float blur, float[] pixel) {
        Arrays.fill(pixel, 0);
        if (blur == 0) {
            add(clean, x, y, 1, pixel);
            return;
        }
        add(clean, x - blur, y, 0.25f, pixel);
        add(clean, x + blur, y, 0.25f, pixel);
        add(clean, x, y - blur, 0.25f, pixel);
        add(clean, x, y + blur, 0.25f, pixel);
    }

    /** Adds a share of what is at a place, bilinear. */
    private void add(float[] clean, float x, float y, float share, float[] pixel) {
        float fx = Math.max(0, Math.min(side - 1.001f, x));
        float fy = Math.max(0, Math.min(side - 1.001f, y));
        int x0 = (int) fx;
        int y0 = (int) fy;
        float right = fx - x0;
        float below = (fy - y0) * share;
        float above = share - below;
        for (int c = 0; c < 4; c++) {
            int at = (c * side + y0) * side + x0;
            float upper = clean[at] + (clean[at + 1] - clean[at]) * right;
            float lower = clean[at + side] + (clean[at + side + 1] - clean[at + side]) * right;
            pixel[c] += above * upper + below * lower;
        }
    }

    /** Noise of deviation 1 that costs little: uniform numbers of a linear congruential generator. */
    private static final class Grain {
        private static final float WIDEST = 1.7320508f; // a uniform number of ±√3 has deviation 1

        private long state;

        Grain(long seed) {
            state = seed;
        }

        float next() {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (int) (state >> 32) * (WIDEST / Integer.MAX_VALUE);
        }
    }

    /** Whitens a strip at the top, left or right, as where a crop reaches past the camera's picture. */
    private void cut(Random random, float[] to, int offset) {
        int edge = random.nextInt(3);
        int width = (int) (random.nextDouble() * LARGEST_CUT * side);
        for (int i = 0; i < width * side; i++) {
            int along = i / width;
            int depth = i % width;
            int pixel = edge == 0 ? depth * side + along : along * side + (edge == 1 ? depth : side - 1 - depth);
            for (int c = 0; c < 4; c++) {
                to[offset + c * side * side + pixel] = c < 3 ? 1 : 0;
            }
        }
    }
}
