package org.balancehead.model.training.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

class LatentScaleTest {
    /** Variances 1 and 4 about (2, 0). */
    private static final float[][] CODES = {{1, -2}, {3, 2}};

    private final LatentScale scale = LatentScale.of(CODES, new float[] {9, 1});

    @Test
    void entriesCountByTheRootOfWhatTheyChange() {
        assertThat(scale.mean()).containsExactly(2, 0);
        assertThat(scale.factor()[0] / scale.factor()[1]).isCloseTo(3, within(1e-5f));
    }

    @Test
    void headsThatAreAllTheSameAreRefused() {
        assertThatThrownBy(() -> LatentScale.of(new float[][] {{1, 2}, {1, 2}}, new float[] {1, 1}))
                .hasMessageStartingWith("The encoder reads the same w from every picture");
    }

    @Test
    void theMeanSquareOfAllIsOne() {
        try (TensorEngine engine = TensorEngine.onCpu();
                TensorSession session = engine.inference()) {
            NDArray codes = session.memory().create(new float[] {1, -2, 3, 2}, new Shape(2, 2));

            float[] scaled = scale.apply(session, codes).toFloatArray();

            float first = scale.factor()[0];
            float second = 2 * scale.factor()[1];
            assertThat(scaled).containsExactly(new float[] {-first, -second, first, second}, within(1e-5f));
            assertThat((first * first + second * second) / 2).isCloseTo(1, within(1e-5f));
        }
    }
}
