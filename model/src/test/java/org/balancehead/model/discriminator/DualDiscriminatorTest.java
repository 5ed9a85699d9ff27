package org.balancehead.model.discriminator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The discriminator of the preset {@code tiny} with random weights. */
class DualDiscriminatorTest {
    private static final DiscriminatorSettings SETTINGS =
            GeneratorPreset.bundled("tiny").discriminator().orElseThrow();
    private static final DualDiscriminator DISCRIMINATOR = new DualDiscriminator(SETTINGS, 64);

    private static TensorEngine engine;
    private static ParameterMap weights;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = DISCRIMINATOR.layout().draw(engine, new Random(1));
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void dependsOnPictureRawPictureMaskAndLabel() {
        try (TensorSession session = engine.inference()) {
            HeadImages seen = images(session, 4, 16);
            float[] logits = judge(session, seen, 4).toFloatArray();
            NDArray black = seen.image().mul(0);
            NDArray small = seen.raw().mul(0);

            assertThat(logits).hasSize(4).isNotEqualTo(judge(session, seen, 5).toFloatArray());
            assertThat(judge(session, with(seen, black, seen.raw(), seen.mask()), 4)
                            .toFloatArray())
                    .isNotEqualTo(logits);
            assertThat(judge(session, with(seen, seen.image(), small, seen.mask()), 4)
                            .toFloatArray())
                    .isNotEqualTo(logits);
            assertThat(judge(
                                    session,
                                    with(
                                            seen,
                                            seen.image(),
                                            seen.raw(),
                                            seen.mask().mul(0)),
                                    4)
                            .toFloatArray())
                    .isNotEqualTo(logits);
        }
    }

    @Test
    void judgesRawPicturesOfAnySize() {
        try (TensorSession session = engine.inference()) {
            assertThat(judge(session, images(session, 2, 12), 4).getShape()).isEqualTo(new Shape(2, 1));
        }
    }

    @Test
    void comparesTheSecondDerivativeWithFiniteDifferences() {
        try (TensorSession session = engine.gradients()) {
            NDArray weight = weights.get("b4.out.weight"); // behind all kinks
            weight.setRequiresGradient(true);
            NDArray penalty = penalty(session);
            float slope = session.ops()
                    .grad(List.of(penalty), List.of(weight), false)[0]
                    .toFloatArray()[0];
            weight.setRequiresGradient(false);
            float step = 1e-2f;
            float[] first = new float[(int) weight.size()];
            first[0] = step;
            NDArray nudge = session.memory().create(first, weight.getShape());

            weight.addi(nudge);
            float above = penalty(session).getFloat();
            weight.subi(nudge.mul(2));
            float below = penalty(session).getFloat();
            weight.addi(nudge);

            float quotient = (above - below) / (2 * step);
            assertThat(slope).isCloseTo(quotient, Percentage.withPercentage(1));
        }
    }

    /** R1 of random pictures: the squared gradient of the logits by them. */
    private static NDArray penalty(TensorSession session) {
        HeadImages seen = images(session, 4, 16);
        seen.image().setRequiresGradient(true);
        NDArray logits = judge(session, seen, 4).sum();
        return session.ops()
                .grad(List.of(logits), List.of(seen.image()), true)[0]
                .square()
                .sum();
    }

    @Test
    void refusesABatchThatIsNoMultipleOfTheGroup() {
        try (TensorSession session = engine.inference()) {
            HeadImages seen = images(session, 6, 16);

            assertThatThrownBy(() -> judge(session, seen, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A discriminator judges 4 images at a time, or a multiple, not 6.");
        }
    }

    @Test
    void refusesASideThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new DualDiscriminator(SETTINGS, 48)).hasMessageContaining("not 48");
    }

    private static NDArray judge(TensorSession session, HeadImages seen, long labelSeed) {
        int images = (int) seen.image().getShape().get(0);
        NDArray labels = random(session, labelSeed, images, SETTINGS.label());
        return DISCRIMINATOR.judge(session.ops(), weights, seen, labels);
    }

    private static HeadImages images(TensorSession session, int count, int side) {
        NDArray raw = random(session, 2, count, 3, side, side);
        NDArray mask = random(session, 3, count, 1, side, side);
        return new HeadImages(random(session, 1, count, 3, 64, 64), raw, mask, mask, null, raw);
    }

    private static HeadImages with(HeadImages seen, NDArray image, NDArray raw, NDArray mask) {
        return new HeadImages(image, raw, seen.depth(), mask, null, seen.features());
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
