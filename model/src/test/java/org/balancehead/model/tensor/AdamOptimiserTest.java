package org.balancehead.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdamOptimiserTest {
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
    void findsTheMinimumOfAParabola() {
        try (ParameterMap weights = weights(5);
                AdamOptimiser optimiser = optimiser(weights)) {
            for (int i = 0; i < 300; i++) {
                descend(weights, optimiser);
            }

            assertThat(weights.get("x").toFloatArray()[0]).isBetween(1.9f, 2.1f);
            assertThat(optimiser.steps()).isEqualTo(300);
        }
    }

    @Test
    void restoredMomentsGoOnAsIfNothingHadHappened() {
        try (ParameterMap unbroken = weights(5);
                AdamOptimiser one = optimiser(unbroken)) {
            descend(unbroken, one);
            descend(unbroken, one);
            Map<String, float[]> moments = one.moments();
            try (ParameterMap resumed = weights(unbroken.get("x").toFloatArray()[0]);
                    AdamOptimiser two = optimiser(resumed)) {
                two.restore(moments, one.steps());

                descend(unbroken, one);
                descend(resumed, two);

                assertThat(resumed.get("x").toFloatArray())
                        .containsExactly(unbroken.get("x").toFloatArray());
            }
        }
    }

    @Test
    void refusesMomentsOfOtherParameters() {
        try (ParameterMap weights = weights(5);
                AdamOptimiser optimiser = optimiser(weights)) {
            assertThatThrownBy(() -> optimiser.restore(Map.of("y.first", new float[1]), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'x'");
        }
    }

    private static ParameterMap weights(float x) {
        ParameterMap weights = new ParameterMap(engine);
        weights.put("x", new float[] {x}, 1);
        return weights;
    }

    private static AdamOptimiser optimiser(ParameterMap weights) {
        return new AdamOptimiser(engine, weights, List.of("x"), name -> 0.1);
    }

    /** One step on (x − 2)². */
    private static void descend(ParameterMap weights, AdamOptimiser optimiser) {
        try (TensorSession session = engine.gradients()) {
            NDArray loss = weights.get("x").sub(2).square().sum();
            optimiser.step(List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)), 1);
        }
    }
}
