package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.balancehead.model.image.Mask;
import org.junit.jupiter.api.Test;

class HeadMaskTest {
    private static final int SIZE = 100;

    private final float[] person = new float[SIZE * SIZE];
    private final float[] inside = new float[SIZE * SIZE];

    @Test
    void keepsWhatHangsTogetherWithTheFaceAndDropsTheRest() {
        Arrays.fill(inside, 50);
        fill(30, 30, 70, 100);
        fill(80, 10, 95, 40); // somebody else

        Mask mask = HeadMask.of(person, inside, SIZE);

        assertThat(alpha(mask, 50, 50)).isEqualTo(1);
        assertThat(alpha(mask, 50, 99)).isEqualTo(1);
        assertThat(alpha(mask, 90, 20)).isZero();
    }

    @Test
    void fadesWhereThePictureEndsAndHasNothingBeyond() {
        fill(0, 0, 100, 100);
        for (int i = 0; i < inside.length; i++) {
            inside[i] = i % SIZE - 19.5f; // the picture begins at column 20
        }

        Mask mask = HeadMask.of(person, inside, SIZE);

        assertThat(alpha(mask, 10, 50)).isZero();
        assertThat(alpha(mask, 21, 50)).isBetween(0.4f, 0.6f);
        assertThat(alpha(mask, 30, 50)).isEqualTo(1);
    }

    @Test
    void isEmptyWhereNobodyIsInTheMiddle() {
        Arrays.fill(inside, 50);
        fill(80, 10, 95, 40);

        Mask mask = HeadMask.of(person, inside, SIZE);

        assertThat(mask.alpha()).containsOnly(0f);
    }

    private void fill(int left, int top, int right, int bottom) {
        for (int y = top; y < bottom; y++) {
            Arrays.fill(person, y * SIZE + left, y * SIZE + right, 1);
        }
    }

    private static float alpha(Mask mask, int x, int y) {
        return mask.alpha()[y * SIZE + x];
    }
}
