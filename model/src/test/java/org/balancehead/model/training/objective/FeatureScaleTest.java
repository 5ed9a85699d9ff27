package org.balancehead.model.training.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.MappingSettings;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

class FeatureScaleTest {
    private static final float[][] FEATURES = {{10, 1, 5}, {12, 3, 5}, {14, -1, 5}};

    @Test
    void standardisesEachNumberAndIgnoresConstantOnes() {
        FeatureScale scale = FeatureScale.of(FEATURES);

        float[] scaled = scale.apply(new float[] {14, 1, 5});

        // deviation sqrt(8/3), share sqrt(10/3)
        assertThat(scaled[0]).isCloseTo((float) (2 / Math.sqrt(8 / 3.0) * Math.sqrt(10 / 3.0)), within(1e-4f));
        assertThat(scaled[1]).isCloseTo(0, within(1e-4f));
        assertThat(scaled[2]).isZero();
    }

    @Test
    void anEmbeddingThatItIsFoldedIntoMakesTheSameOfFeaturesAsTheyAre() {
        FeatureScale scale = FeatureScale.of(FEATURES);
        MappingNetwork network = new MappingNetwork("mapping", new MappingSettings(2, 5, 0.7, 4, 2, 0.01));
        ParameterLayout layout = new ParameterLayout();
        network.describe(layout);
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = layout.draw(engine, new Random(1));
                TensorSession session = engine.inference()) {
            float[] scaled = scale.apply(FEATURES[2]);
            float[] before = map(session, network, weights, 0.3f, -2, scaled[0], scaled[1], scaled[2]);

            scale.fold(weights, "mapping.embed", 0.7, 2);

            float[] raw = FEATURES[2];
            float[] after = map(session, network, weights, 0.3f, -2, raw[0], raw[1], raw[2]);
            assertThat(after).containsExactly(before, within(1e-4f));
        }
    }

    private static float[] map(
            TensorSession session, MappingNetwork network, ParameterMap weights, float... condition) {
        NDArray latent = session.memory().create(new float[] {0.5f, -1}, new Shape(1, 2));
        NDArray told = session.memory().create(condition, new Shape(1, condition.length));
        return network.map(session.ops(), weights, latent, told).toFloatArray();
    }
}
