package org.balancehead.model.training;

import java.util.Arrays;
import java.util.Random;
import org.balancehead.model.inversion.HeadEncoder;

/**
 * Makes the encoder's training pictures resemble what real cameras and a real aligner give: shifted, scaled, blurred,
 * noisy, cut off at a border, with the jitter that the target shares.
 */
public final class EncoderPictures {
    private static final int SIDE = HeadEncoder.INPUT;
    private static final double SHIFT = 0.008;
    private static final double SCALE = 0.01;
    private static final double NOISE = 0.01;
    private static final double BLURRED = 0.2;
    private static final double CUT = 0.1;
    private static final double LARGEST_CUT = 0.12;

    private final FrontalPictures pictures;
    private final float[] clean = new float[FrontalPictures.length()];

    public EncoderPictures(FrontalPictures pictures) {
        this.pictures = pictures;
    }

    /** Writes one augmented picture {@code [4, 128, 128]} at {@code offset}. */
    public void read(int identity, boolean mirrored, ColourJitter jitter, Random random, float[] to, int offset) {
        pictures.read(identity, mirrored, clean, 0);
        float scale = (float) (1 + random.nextGaussian() * SCALE);
        float left = (float) (random.nextGaussian() * SHIFT * SIDE);
        float top = (float) (random.nextGaussian() * SHIFT * SIDE);
        float blur = random.nextDouble() < BLURRED ? (float) (1.5 * random.nextDouble()) : 0;
        float noise = (float) (NOISE * random.nextDouble());
        Grain grain = new Grain(random.nextLong());
        float[] pixel = new float[4];
        for (int y = 0; y < SIDE; y++) {
            float sy = (y - SIDE / 2f) * scale + SIDE / 2f + top;
            for (int x = 0; x < SIDE; x++) {
                sample((x - SIDE / 2f) * scale + SIDE / 2f + left, sy, blur, pixel);
                int at = offset + y * SIDE + x;
                to[at + 3 * SIDE * SIDE] = pixel[3];
                for (int c = 0; c < 3; c++) {
                    float colour = jitter.apply(c, pixel[c], pixel[3]) + grain.next() * noise * pixel[3];
                    to[at + c * SIDE * SIDE] = Math.max(0, Math.min(1, colour));
                }
            }
        }
        if (random.nextDouble() < CUT) {
            cut(random, to, offset);
        }
    }

    /** All four channels at a place between pixels. */
    private void sample(float x, float y, float blur, float[] pixel) {
        Arrays.fill(pixel, 0);
        if (blur == 0) {
            add(x, y, 1, pixel);
            return;
        }
        add(x - blur, y, 0.25f, pixel);
        add(x + blur, y, 0.25f, pixel);
        add(x, y - blur, 0.25f, pixel);
        add(x, y + blur, 0.25f, pixel);
    }

    /** Adds a share of what is at a place, bilinear. */
    private void add(float x, float y, float share, float[] pixel) {
        float fx = Math.max(0, Math.min(SIDE - 1.001f, x));
        float fy = Math.max(0, Math.min(SIDE - 1.001f, y));
        int x0 = (int) fx;
        int y0 = (int) fy;
        float right = fx - x0;
        float below = (fy - y0) * share;
        float above = share - below;
        for (int c = 0; c < 4; c++) {
            int at = (c * SIDE + y0) * SIDE + x0;
            float upper = clean[at] + (clean[at + 1] - clean[at]) * right;
            float lower = clean[at + SIDE] + (clean[at + SIDE + 1] - clean[at + SIDE]) * right;
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
    private static void cut(Random random, float[] to, int offset) {
        int edge = random.nextInt(3);
        int width = (int) (random.nextDouble() * LARGEST_CUT * SIDE);
        for (int i = 0; i < width * SIDE; i++) {
            int along = i / width;
            int depth = i % width;
            int pixel = edge == 0 ? depth * SIDE + along : along * SIDE + (edge == 1 ? depth : SIDE - 1 - depth);
            for (int c = 0; c < 4; c++) {
                to[offset + c * SIDE * SIDE + pixel] = c < 3 ? 1 : 0;
            }
        }
    }
}
