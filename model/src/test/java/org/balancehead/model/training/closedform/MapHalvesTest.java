package org.balancehead.model.training.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MapHalvesTest {
    private static final float[] MAP = {1, 2, 3, 5, 7, 11, 13, 17}; // two rows of four
    private final MapHalves halves = new MapHalves(4);
    private final float[] even = new float[4];
    private final float[] odd = new float[4];

    @Test
    void sayTogetherAllOfAMap() {
        halves.split(MAP, even, odd);

        for (int i = 0; i < even.length; i++) {
            int row = i / 2 * 4;
            float same = MapHalves.unscaled(even[i]);
            float opposite = MapHalves.unscaled(odd[i]);
            assertThat(same + opposite).isCloseTo(MAP[row + i % 2], within(1e-5f));
            assertThat(same - opposite).isCloseTo(MAP[row + 3 - i % 2], within(1e-5f));
        }
    }

    @Test
    void haveTheMapsSumOfSquares() {
        halves.split(MAP, even, odd);

        assertThat(squares(even) + squares(odd)).isCloseTo(squares(MAP), within(1e-3));
    }

    @Test
    void wantAnEvenNumberOfColumns() {
        assertThatThrownBy(() -> new MapHalves(5)).hasMessage("A map of 5 columns has no halves.");
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return sum;
    }
}
