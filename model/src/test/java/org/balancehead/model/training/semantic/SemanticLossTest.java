package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SemanticLossTest {
    private static TensorEngine engine;

    @BeforeAll
    static void open() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** One head, two pictures of it, two amounts, two kinds of two and three values. */
    @Test
    void sumsWhatTraitsAreOffByHand() {
        float[] told = {1, 2, 0, 0, 5, 5, 5, 3, 2, (float) Math.log(3), 0, 0, 0, 0};
        try (TensorSession session = engine.inference()) {
            NDArray[] losses = session.ops()
                    .callList(
                            "trait_losses",
                            array(session, told, 2, 7),
                            array(session, new float[] {1, 4}, 1, 2),
                            array(session, new float[] {0.5f, 0.25f}, 1, 2),
                            array(session, new float[] {1, 0, 0, 0, 1}, 1, 5),
                            new long[] {2, 5});

            // amounts: 0.25 · 4 of the first picture, 0.5 · 4 + 0.25 · 4 of the second
            assertThat(losses[0].getFloat()).isCloseTo((1 + 3) / 2f, within(1e-5f));
            // kinds: chances of 1/2 and 1/3, then of 3/4 and 1/3
            double entropy = Math.log(2) + Math.log(3) + Math.log(4 / 3.0) + Math.log(3);
            assertThat(losses[1].getFloat()).isCloseTo((float) (entropy / 4), within(1e-5f));
        }
    }

    @Test
    void asksForTheOwnOtherPictureByHand() {
        float[] a = {2, 0, 0, 3};
        float[] b = {5, 0, 1, 1};
        try (TensorSession session = engine.inference()) {
            float loss = session.ops()
                    .call("agreement_loss", array(session, a, 2, 2), array(session, b, 2, 2), 0.5)
                    .getFloat();

            // cosines: (1, √½), (0, √½), over 0.5
            double one = Math.exp(2);
            double root = Math.exp(Math.sqrt(2));
            double rows = Math.log(one / (one + root)) + Math.log(root / (1 + root));
            double columns = Math.log(one / (one + 1)) + Math.log(root / (root + root));
            assertThat(loss).isCloseTo((float) (-(rows + columns) / 4), within(1e-5f));
        }
    }

    @Test
    void hasTheGradientOfFiniteDifferences() {
        float[] a = {0.3f, -0.2f, 0.5f, 0.9f, 0.1f, -0.4f};
        float[] b = {0.1f, 0.4f, -0.3f, 0.8f, 0.2f, -0.9f};
        float[] gradient;
        try (TensorSession session = engine.gradients()) {
            NDArray x = array(session, a, 2, 3);
            x.setRequiresGradient(true);
            NDArray loss = session.ops().call("agreement_loss", x, array(session, b, 2, 3), 0.5);
            gradient = session.ops().grad(List.of(loss), List.of(x), false)[0].toFloatArray();
        }

        for (int i = 0; i < a.length; i++) {
            float step = 1e-2f;
            float above = agreement(moved(a, i, step), b);
            float below = agreement(moved(a, i, -step), b);
            assertThat(gradient[i]).isCloseTo((above - below) / (2 * step), within(2e-3f));
        }
    }

    private static float agreement(float[] a, float[] b) {
        try (TensorSession session = engine.inference()) {
            return session.ops()
                    .call("agreement_loss", array(session, a, 2, 3), array(session, b, 2, 3), 0.5)
                    .getFloat();
        }
    }

    private static float[] moved(float[] numbers, int at, float by) {
        float[] moved = numbers.clone();
        moved[at] += by;
        return moved;
    }

    private static NDArray array(TensorSession session, float[] numbers, long rows, long columns) {
        return session.memory().create(numbers, new Shape(rows, columns));
    }
}
