package org.balancehead.model.training.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    void theMeanSquareOfAllIsOne() {
        double sum = 0;
        for (float[] code : CODES) {
            for (float entry : scale.apply(code)) {
                sum += entry * entry;
            }
        }
        assertThat(sum / 4).isCloseTo(1, within(1e-5));
    }

    @Test
    void arraysAreScaledAsRowsAre() {
        try (TensorEngine engine = TensorEngine.onCpu();
                TensorSession session = engine.inference()) {
            float[] scaled = scale.apply(session, session.memory().create(CODES[1], new Shape(1, 2)))
                    .toFloatArray();

            assertThat(scaled).containsExactly(scale.apply(CODES[1]), within(1e-5f));
        }
    }
}
