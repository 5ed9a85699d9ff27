package org.balancehead.model.training.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    @Test
    void theBlurFadesLinearlyToNothing() {
        BlurFade blur = new BlurFade(10, 200_000);

        assertThat(blur.sigmaAt(0)).isEqualTo(10);
        assertThat(blur.sigmaAt(150_000)).isEqualTo(2.5);
        assertThat(blur.sigmaAt(300_000)).isZero();
        assertThat(new BlurFade(10, 0).sigmaAt(0)).isZero();
    }

    @Test
    void theBlursTapsArePowersOfTwo() {
        try (TensorEngine engine = TensorEngine.onCpu();
                TensorSession session = engine.inference()) {
            float[] spike = new float[7 * 7];
            spike[3 * 7 + 3] = 1;
            NDArray picture = session.memory().create(spike, new Shape(1, 1, 7, 7));

            float[] blurred = new BlurFade(1, 10)
                    .apply(session.ops(), picture, 7, 0) // deviation 1, radius 3
                    .toFloatArray();

            double sum = 1 + 2 * (Math.pow(2, -1) + Math.pow(2, -4) + Math.pow(2, -9));
            assertThat(blurred[3 * 7 + 3]).isCloseTo((float) (1 / (sum * sum)), within(1e-6f));
            assertThat(blurred[3 * 7 + 4]).isCloseTo((float) (0.5 / (sum * sum)), within(1e-6f));
            assertThat(blurred[1 * 7 + 3]).isCloseTo((float) (0.0625 / (sum * sum)), within(1e-6f));
        }
    }

    @Test
    void theNeuralResolutionStaysEvenOnItsWay() {
        RawSide side = new RawSide(16, 32, 1000, 1000);

        assertThat(side.at(0)).isEqualTo(16);
        assertThat(side.at(1560)).isEqualTo(24);
        assertThat(side.at(5000)).isEqualTo(32);
    }

    @Test
    void viewsAreSwappedSurelyAtFirst() {
        ViewSwap swap = new ViewSwap(0.5, 1000);

        assertThat(swap.at(0)).isEqualTo(1);
        assertThat(swap.at(500)).isEqualTo(0.75);
        assertThat(swap.at(9999)).isEqualTo(0.5);
    }

    @Test
    void mismatchedLabelsExchangeWhatTheyAreToExchangeAlone() {
        float[] labels = {1, 2, 3, 10, 20, 30, 100, 200, 300}; // two of the camera, one semantic

        assertThat(LabelShuffle.exchange(labels, 3, 2, LabelShuffle.Exchange.CAMERA))
                .containsExactly(10, 20, 3, 100, 200, 30, 1, 2, 300);
        assertThat(LabelShuffle.exchange(labels, 3, 2, LabelShuffle.Exchange.SEMANTIC))
                .containsExactly(1, 2, 30, 10, 20, 300, 100, 200, 3);
        assertThat(LabelShuffle.exchange(labels, 3, 2, LabelShuffle.Exchange.BOTH))
                .containsExactly(10, 20, 30, 100, 200, 300, 1, 2, 3);
    }

    @Test
    void exchangesAreDrawnByTheirShares() {
        Random random = new Random(3);
        LabelShuffle shuffle = new LabelShuffle(0.5, 0.3, 0.2);
        Map<LabelShuffle.Exchange, Integer> counts = new EnumMap<>(LabelShuffle.Exchange.class);

        for (int i = 0; i < 10_000; i++) {
            counts.merge(shuffle.draw(random), 1, Integer::sum);
        }

        assertThat(counts.get(LabelShuffle.Exchange.CAMERA)).isBetween(4800, 5200);
        assertThat(counts.get(LabelShuffle.Exchange.SEMANTIC)).isBetween(2800, 3200);
        assertThatThrownBy(() -> new LabelShuffle(0.5, 0.5, 0.5)).hasMessageContaining("sum to 1, not 1.5");
    }
}
