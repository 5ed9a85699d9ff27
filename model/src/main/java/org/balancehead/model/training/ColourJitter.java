package org.balancehead.model.training;

import java.util.Random;

/**
 * A change of exposure and white balance, which picture and target share.
 *
 * @param gain red, green, blue factors of what is not ground
 */
public record ColourJitter(float[] gain) {
    /** Draws an exposure of log-deviation {@code exposure} and channels of {@code balance}. */
    public static ColourJitter draw(Random random, double exposure, double balance) {
        double common = random.nextGaussian() * exposure;
        float[] gain = new float[3];
        for (int c = 0; c < 3; c++) {
            gain[c] = (float) Math.exp(common + random.nextGaussian() * balance);
        }
        return new ColourJitter(gain);
    }

    /** Applies it to a colour on white, 0…1. */
    public float apply(int channel, float onWhite, float alpha) {
        float ground = 1 - alpha;
        return Math.max(0, Math.min(1, gain[channel] * (onWhite - ground) + ground));
    }
}
