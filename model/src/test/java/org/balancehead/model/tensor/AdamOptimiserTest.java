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
    void eachParameterMovesByItsOwnRate() {
        try (ParameterMap weights = new ParameterMap(engine)) {
            for (String name : List.of("a", "b", "c")) {
                weights.put(name, new float[] {5, 5}, 2);
            }
            try (AdamOptimiser optimiser = new AdamOptimiser(
                            engine, weights, List.of("a", "b", "c"), name -> name.equals("b") ? 0.5 : 0.1);
                    TensorSession session = engine.gradients()) {
                NDArray gradient = session.memory().create(new float[] {3, 3});

                optimiser.step(List.of(gradient, gradient, gradient), 0.5);

                assertThat(weights.get("a").toFloatArray()).containsExactly(4.95f, 4.95f);
                assertThat(weights.get("b").toFloatArray()).containsExactly(4.75f, 4.75f);
                assertThat(weights.get("c").toFloatArray()).containsExactly(4.95f, 4.95f);
            }
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
