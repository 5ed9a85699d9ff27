package org.balancehead.model.training;

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
        double scale = 1 + random.nextGaussian() * SCALE;
        double left = random.nextGaussian() * SHIFT * SIDE;
        double top = random.nextGaussian() * SHIFT * SIDE;
        double blur = random.nextDouble() < BLURRED ? 1.5 * random.nextDouble() : 0;
        double noise = NOISE * random.nextDouble();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double sx = (x - SIDE / 2.0) * scale + SIDE / 2.0 + left;
                double sy = (y - SIDE / 2.0) * scale + SIDE / 2.0 + top;
                float alpha = sample(3, sx, sy, blur);
                int at = offset + y * SIDE + x;
                to[at + 3 * SIDE * SIDE] = alpha;
                for (int c = 0; c < 3; c++) {
                    float grain = (float) (random.nextGaussian() * noise) * alpha;
                    float colour = jitter.apply(c, sample(c, sx, sy, blur), alpha) + grain;
                    to[at + c * SIDE * SIDE] = Math.max(0, Math.min(1, colour));
                }
            }
        }
        if (random.nextDouble() < CUT) {
            cut(random, to, offset);
        }
    }

    private float sample(int channel, double x, double y, double blur) {
        if (blur == 0) {
            return bilinear(channel, x, y);
        }
        float sum = bilinear(channel, x - blur, y) + bilinear(channel, x + blur, y);
        return (sum + bilinear(channel, x, y - blur) + bilinear(channel, x, y + blur)) / 4;
    }

    private float bilinear(int channel, double x, double y) {
        double fx = Math.max(0, Math.min(SIDE - 1.001, x));
        double fy = Math.max(0, Math.min(SIDE - 1.001, y));
        int x0 = (int) fx;
        int y0 = (int) fy;
        int at = channel * SIDE * SIDE + y0 * SIDE + x0;
        double upper = clean[at] + (clean[at + 1] - clean[at]) * (fx - x0);
        double lower = clean[at + SIDE] + (clean[at + SIDE + 1] - clean[at + SIDE]) * (fx - x0);
        return (float) (upper + (lower - upper) * (fy - y0));
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
