package org.balancehead.model.training.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HoleFillingTest {
    @Test
    void averagesTheSamplesOfATexel() {
        HoleFilling sums = new HoleFilling(1, 8, 8);
        sums.add(9, new float[] {1}, 0);
        sums.add(9, new float[] {3}, 0);

        float[] filled = sums.filled();

        assertThat(filled[9]).isEqualTo(2);
    }

    @Test
    void aHoleTakesWhatSurroundsIt() {
        HoleFilling sums = new HoleFilling(1, 8, 8);
        for (int i = 0; i < 64; i++) {
            if (i != 27) {
                sums.add(i, new float[] {0.4f}, 0);
            }
        }

        float[] filled = sums.filled();

        assertThat(filled[27]).isCloseTo(0.4f, within(1e-6f));
    }

    @Test
    void columnsWrapWhenAHoleIsFilled() {
        HoleFilling sums = new HoleFilling(1, 16, 4);
        for (int row = 0; row < 4; row++) {
            for (int x = 0; x < 8; x++) {
                sums.add(row * 16 + (12 + x) % 16, new float[] {x < 4 ? 0 : 1}, 0); // 12…15 are 0, 0…3 are 1
            }
        }

        float[] filled = sums.filled();

        assertThat(filled[11]).isLessThan(0.5f); // its nearest samples lie right of it, in column 12
        assertThat(filled[4]).isGreaterThan(0.5f);
    }
}
