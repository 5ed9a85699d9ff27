package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

class InversionTermsTest {
    @Test
    void aColourThatIsNotTheHeadsOwnIsNotLearntWhileItsOpacityIs() {
        float[] everywhere = {1, 1};
        float[] firstAlone = {1, 0};

        assertThat(terms(everywhere)).containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f)); // (0.2 + 0.8) / 2
        assertThat(terms(firstAlone)).containsExactly(new float[] {0.1f, 0.5f}, within(1e-6f)); // 0.2 / 2
    }

    /** Of a grey head that is seen along two rays: by a picture where it is brighter, and where there is none of it. */
    private static float[] terms(float[] coloured) {
        try (TensorEngine engine = TensorEngine.onCpu();
                TensorSession session = engine.inference()) {
            Shape rays = new Shape(1, 2);
            NDArray seen =
                    session.memory().create(new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f}, new Shape(1, 3, 2));
            NDArray weights = session.memory().create(new float[] {1, 1}, new Shape(1, 2, 1));
            NDArray target = session.memory().create(new float[] {0.4f, 1, 0.4f, 1, 0.4f, 1}, new Shape(1, 3, 2));
            NDArray alpha = session.memory().create(new float[] {1, 0}, rays);
            NDArray known = session.memory().create(new float[] {1, 1}, rays);
            return session.ops()
                    .call(
                            "inversion_terms",
                            seen,
                            weights,
                            target,
                            alpha,
                            known,
                            session.memory().create(coloured, rays))
                    .toFloatArray();
        }
    }
}
