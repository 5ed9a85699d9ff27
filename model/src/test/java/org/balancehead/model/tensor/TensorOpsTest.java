package org.balancehead.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TensorOpsTest {
    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void differentiatesTwice() {
        try (TensorSession session = engine.gradients()) {
            NDArray x = session.memory().create(new float[] {1, 2, 3});
            x.setRequiresGradient(true);

            NDArray first = session.ops().grad(List.of(x.mul(x).mul(x).sum()), List.of(x), true)[0];
            NDArray second = session.ops().grad(List.of(first.sum()), List.of(x), false)[0];

            assertThat(first.toFloatArray()).containsExactly(3, 12, 27);
            assertThat(second.toFloatArray()).containsExactly(6, 12, 18);
        }
    }

    @Test
    void aFactorIsStillKnownAfterGarbageCollections() throws InterruptedException {
        try (TensorSession session = engine.gradients()) {
            NDArray x = session.memory().create(new float[] {1, 2});
            x.setRequiresGradient(true);
            NDArray y = session.ops().scaled(session.ops().scaled(x, 3), 5, 1);

            overwriteFreedNumbers();

            assertThat(y.toFloatArray()).containsExactly(16, 31);
            assertThat(session.ops()
                            .grad(List.of(y.sum()), List.of(x), false)[0]
                            .toFloatArray())
                    .containsExactly(15, 15);
        }
    }

    /** The engine's own arithmetic with numbers fails this way, for which it is not used. */
    private static void overwriteFreedNumbers() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            System.gc();
            Thread.sleep(50); // the collector hands freed memory to a thread of its own
            for (int i = 0; i < 1000; i++) {
                ByteBuffer.allocateDirect(Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putFloat(-7);
            }
        }
    }

    @Test
    void givesZerosForAnInputThatDoesNotMatter() {
        try (TensorSession session = engine.gradients()) {
            NDArray x = session.memory().create(new float[] {1, 2});
            NDArray y = session.memory().create(new float[] {5});
            x.setRequiresGradient(true);
            y.setRequiresGradient(true);

            NDArray[] gradients = session.ops().grad(List.of(x.sum()), List.of(x, y), false);

            assertThat(gradients[1].toFloatArray()).containsExactly(0);
        }
    }

    @Test
    void refusesTheGradientOfWhatIsNoNumber() {
        try (TensorSession session = engine.gradients()) {
            NDArray x = session.memory().create(new float[] {0});
            x.setRequiresGradient(true);

            assertThatThrownBy(() -> session.ops().grad(List.of(x.div(x).sum()), List.of(x), false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The loss is NaN: what led to it has diverged.");
        }
    }

    @Test
    void refusesGradientsInAnInferenceSession() {
        try (TensorSession session = engine.inference()) {
            NDArray x = session.memory().create(new float[] {1});

            assertThatThrownBy(() -> session.ops().grad(List.of(x), List.of(x), false))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void gradientsOfWeightedOutputsAreThoseOfTheirWeightedSum() {
        try (TensorSession session = engine.gradients()) {
            NDArray x = session.memory().create(new float[] {1, 4});
            NDArray apart = session.memory().create(new float[] {7});
            x.setRequiresGradient(true);
            apart.setRequiresGradient(true);
            NDArray weights = session.memory().create(new float[] {10, 100});

            NDArray[] gradients =
                    session.ops().grad(List.of(x.square(), x), List.of(weights, weights), List.of(x, apart));

            assertThat(gradients[0].toFloatArray()).containsExactly(2 * 10 + 10, 8 * 100 + 100);
            assertThat(gradients[1].toFloatArray()).containsExactly(0);
        }
    }

    @Test
    void stepsAsAdamDoesByHand() {
        try (TensorSession session = engine.gradients()) {
            NDManager memory = session.memory();
            NDArray p = memory.create(new float[] {1f});
            NDArray g = memory.create(new float[] {0.5f});
            NDArray m = memory.create(new float[] {0f});
            NDArray v = memory.create(new float[] {0f});

            session.ops().adam(List.of(p), List.of(g), List.of(m), List.of(v), 0.1, 0.9, 0.99, 1e-8, 1);

            assertThat(p.getFloat()).isCloseTo(0.9f, org.assertj.core.data.Offset.offset(1e-6f)); // first step: lr·sign
            assertThat(m.getFloat()).isCloseTo(0.05f, org.assertj.core.data.Offset.offset(1e-7f));
            assertThat(v.getFloat()).isCloseTo(0.0025f, org.assertj.core.data.Offset.offset(1e-7f));
        }
    }

    @Test
    void freesWhatASessionMadeAndKeepsWhatWasKept() {
        NDManager owner = engine.newOwner();
        NDArray kept;
        NDArray dropped;
        try (TensorSession session = engine.inference()) {
            NDArray weight = owner.ones(new Shape(4));
            dropped = weight.add(weight); // attaches to the owner, and is still freed with the session
            kept = session.keepCopy(dropped, owner);
        }

        assertThat(kept.toFloatArray()).containsExactly(2, 2, 2, 2);
        assertThatThrownBy(dropped::toFloatArray).isInstanceOf(IllegalStateException.class);
        owner.close();
    }
}
