package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureAugmentationTest {
    private static final ColourJitter NONE = new ColourJitter(new float[] {1, 1, 1});

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 128})
    void leavesTheGroundWhite(int side) {
        float[] ground = picture(side, 1, 0);

        for (int seed = 0; seed < 20; seed++) {
            ColourJitter dark = new ColourJitter(new float[] {0.3f, 0.5f, 0.7f});
            assertThat(augmented(ground, side, dark, seed)).isEqualTo(ground);
        }
    }

    @Test
    void staysCloseToAnEvenColourExceptWhereAStripIsCutOff() {
        int cut = 0;
        for (int seed = 0; seed < 100; seed++) {
            float[] made = augmented(picture(64, 0.5f, 1), 64, NONE, seed);
            int pixels = 64 * 64;
            for (int i = 0; i < pixels; i++) {
                if (made[3 * pixels + i] == 0) {
                    assertThat(made[i]).isEqualTo(1);
                } else {
                    assertThat(made[i]).isBetween(0.45f, 0.55f);
                }
            }
            cut += made[3 * pixels + 32] == 0 || made[3 * pixels + 64 * 32] == 0 || made[3 * pixels + 64 * 33 - 1] == 0
                    ? 1
                    : 0;
        }
        assertThat(cut).isBetween(1, 30);
    }

    @Test
    void theSameRandomNumbersGiveTheSamePicture() {
        float[] clean = picture(32, 0.2f, 1);

        assertThat(augmented(clean, 32, NONE, 3)).isEqualTo(augmented(clean, 32, NONE, 3));
        assertThat(augmented(clean, 32, NONE, 3)).isNotEqualTo(augmented(clean, 32, NONE, 4));
    }

    private static float[] augmented(float[] clean, int side, ColourJitter jitter, long seed) {
        float[] made = new float[clean.length];
        new PictureAugmentation(side).apply(clean, jitter, new Random(seed), made, 0);
        return made;
    }

    private static float[] picture(int side, float colour, float alpha) {
        float[] picture = new float[4 * side * side];
        Arrays.fill(picture, colour);
        Arrays.fill(picture, 3 * side * side, 4 * side * side, alpha);
        return picture;
    }
}
