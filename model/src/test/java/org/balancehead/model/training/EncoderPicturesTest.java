package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.balancehead.model.inversion.HeadEncoder;
import org.junit.jupiter.api.Test;

class EncoderPicturesTest {
    private static final int PIXELS = HeadEncoder.INPUT * HeadEncoder.INPUT;

    private final EncoderPictures pictures = new EncoderPictures(new FrontalPictures(new BallViews()));

    @Test
    void areTheSameForTheSameRandomNumbers() {
        assertThat(read(3)).isEqualTo(read(3)).isNotEqualTo(read(4));
    }

    @Test
    void keepColoursAndOpacityInRangeAndAboutWhatTheyWere() {
        float[] clean = new float[4 * PIXELS];
        new FrontalPictures(new BallViews()).read(0, false, clean, 0);
        double grey = 0;
        double opacity = 0;
        for (int seed = 0; seed < 20; seed++) {
            float[] read = read(seed);
            for (float value : read) {
                assertThat(value).isBetween(0f, 1f);
            }
            grey += mean(read, 0) / 20;
            opacity += mean(read, 3) / 20;
        }

        assertThat(grey).isCloseTo(mean(clean, 0), within(0.02));
        assertThat(opacity).isCloseTo(mean(clean, 3), within(0.02));
    }

    private float[] read(long seed) {
        float[] picture = new float[4 * PIXELS];
        pictures.read(0, false, new ColourJitter(new float[] {1, 1, 1}), new Random(seed), picture, 0);
        return picture;
    }

    private static double mean(float[] picture, int channel) {
        double sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            sum += picture[channel * PIXELS + i];
        }
        return sum / PIXELS;
    }
}
