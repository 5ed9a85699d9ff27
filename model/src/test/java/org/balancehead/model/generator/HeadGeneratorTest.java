package org.balancehead.model.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The preset {@code tiny} with random weights. */
class HeadGeneratorTest {
    private static final HeadGenerator GENERATOR = new HeadGenerator(GeneratorPreset.bundled("tiny"));

    private static TensorEngine engine;
    private static ParameterMap weights;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = GENERATOR.layout().draw(engine, new Random(1));
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void rendersTwoHeadsFromTwoSides() {
        try (TensorSession session = engine.inference()) {
            NDArray ws = map(session, random(session, 3, 2, 32), random(session, 4, 2, 32));

            HeadImages images = render(session, ws, label(session, 0).concat(label(session, 120), 0));

            assertThat(images.image().getShape()).isEqualTo(new Shape(2, 3, 64, 64));
            assertThat(images.raw().getShape()).isEqualTo(new Shape(2, 3, 16, 16));
            assertThat(images.depth().getShape()).isEqualTo(new Shape(2, 1, 16, 16));
            assertThat(images.mask().getShape()).isEqualTo(new Shape(2, 1, 16, 16));
            assertThat(images.image().toFloatArray()).doesNotContain(Float.NaN);
            assertThat(images.depth().min().getFloat()).isGreaterThan(2.2f);
        }
    }

    @Test
    void rendersWithoutABackground() {
        GeneratorPreset preset = GeneratorPreset.of(
                "mine", ConfigFactory.parseResources("presets/tiny.conf").withoutPath("background"));
        HeadGenerator generator = new HeadGenerator(preset);
        try (TensorSession session = engine.inference();
                ParameterMap own = generator.layout().draw(engine, new Random(1))) {
            NDArray ws = random(session, 3, 1, generator.layers(), 32);

            SynthesisedHead head = generator.synthesise(session.ops(), own, ws);
            HeadImages images = generator.render(session.ops(), own, head, label(session, 0));

            assertThat(head.background()).isNull();
            assertThat(images.image().getShape()).isEqualTo(new Shape(1, 3, 64, 64));
        }
    }

    @Test
    void dependsOnTheCondition() {
        try (TensorSession session = engine.inference()) {
            NDArray latent = random(session, 3, 1, 32);

            NDArray one = map(session, latent, random(session, 4, 1, 32));
            NDArray other = map(session, latent, random(session, 5, 1, 32));

            assertThat(one.sub(other).abs().max().getFloat()).isGreaterThan(0.1f);
        }
    }

    @Test
    void takesNoConditionWhereThePresetHasNone() {
        HeadGenerator generator = new HeadGenerator(GENERATOR.preset().withCondition(0));
        try (TensorSession session = engine.inference();
                ParameterMap own = generator.layout().draw(engine, new Random(1))) {
            NDArray latent = random(session, 3, 1, 32);
            NDArray none = session.memory().zeros(new Shape(1, 0));

            NDArray ws = generator.map(session.ops(), own, latent, none, Truncation.of(0.5));

            assertThat(own.has("mapping.embed.weight")).isFalse();
            assertThat(ws.getShape()).isEqualTo(new Shape(1, generator.layers(), 32));
        }
    }

    @Test
    void givesGradientsToWAndToEveryTrainedWeightThatMatters() {
        ParameterLayout layout = GENERATOR.layout();
        List<String> trained = layout.names().stream()
                .filter(layout::trained)
                .filter(name -> !(name.startsWith("super_resolution") && name.endsWith("noise_strength")))
                .toList();
        weights.requireGradients(layout::trained);
        try (TensorSession session = engine.gradients()) {
            NDArray ws = map(session, random(session, 3, 1, 32), random(session, 4, 1, 32));
            NDArray loss =
                    render(session, ws, label(session, 30)).image().square().mean();
            List<NDArray> inputs = trained.stream().map(weights::get).toList();

            NDArray[] gradients = session.ops().grad(List.of(loss), inputs, false);

            for (int i = 0; i < gradients.length; i++) {
                float norm = gradients[i].square().sum().getFloat();
                assertThat(norm).as(trained.get(i)).isFinite().isPositive();
            }
        } finally {
            weights.requireGradients(name -> false);
        }
    }

    @Test
    void drawsTheSameWeightsFromTheSameSeed() {
        ParameterLayout layout = GENERATOR.layout();
        try (ParameterMap again = layout.draw(engine, new Random(1));
                ParameterMap other = layout.draw(engine, new Random(2))) {
            String name = "synthesis.b8.conv0.weight";

            assertThat(again.get(name).toFloatArray())
                    .isEqualTo(weights.get(name).toFloatArray());
            assertThat(other.get(name).toFloatArray())
                    .isNotEqualTo(weights.get(name).toFloatArray());
        }
    }

    @Test
    void refusesWeightsOfAnotherNetwork() {
        ParameterLayout layout = GENERATOR.layout();
        ParameterLayout other = new HeadGenerator(GENERATOR.preset().withCondition(7)).layout();
        ParameterLayout none = new HeadGenerator(GENERATOR.preset().withCondition(0)).layout();

        assertThatThrownBy(() -> other.check(weights))
                .hasMessageContaining("'mapping.embed.weight' has the shape [32, 32]");
        assertThatThrownBy(() -> none.check(weights)).hasMessageContaining("mapping.");
        layout.check(weights);
    }

    private static NDArray map(TensorSession session, NDArray latent, NDArray condition) {
        return GENERATOR.map(session.ops(), weights, latent, condition, Truncation.NONE);
    }

    private static HeadImages render(TensorSession session, NDArray ws, NDArray labels) {
        SynthesisedHead head = GENERATOR.synthesise(session.ops(), weights, ws);
        return GENERATOR.render(session.ops(), weights, head, labels);
    }

    private static NDArray label(TensorSession session, double yawDegrees) {
        return session.memory().create(CameraPose.orbit(yawDegrees, 0).label()).expandDims(0);
    }

    private static NDArray random(TensorSession session, long seed, long... shape) {
        Shape extents = new Shape(shape);
        Random random = new Random(seed);
        float[] numbers = new float[(int) extents.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return session.memory().create(numbers, extents);
    }
}
