package org.balancehead.model.training.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each loss term against numbers that were worked out by hand, and its gradient against finite differences. */
class LossTermsTest {
    /** softplus(0), softplus(1), softplus(−1), softplus(2), softplus(−2). */
    private static final double[] SOFTPLUS = {0.693147, 1.313262, 0.313262, 2.126928, 0.126928};

    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static NDArray logits(TensorSession session, float... values) {
        NDArray logits = session.memory().create(values, new Shape(values.length, 1));
        logits.setRequiresGradient(true);
        return logits;
    }

    @Test
    void theGeneratorPaysForWhatTheDiscriminatorSeesThrough() {
        try (TensorSession session = engine.gradients()) {
            NDArray fake = logits(session, 1, -2);

            NDArray loss = NonSaturatingLoss.generator(session.ops(), fake);

            assertThat(loss.getFloat()).isCloseTo((float) ((SOFTPLUS[2] + SOFTPLUS[3]) / 2), within(1e-5f));
            // d/dx softplus(−x) = −σ(−x); σ(−1) = 0.268941, σ(2) = 0.880797
            assertThat(gradient(session, loss, fake))
                    .containsExactly(new float[] {-0.1344707f, -0.4403985f}, within(1e-5f));
        }
    }

    @Test
    void theDiscriminatorPaysForBothMistakes() {
        try (TensorSession session = engine.gradients()) {
            NDArray fake = logits(session, 1, 0);
            NDArray real = logits(session, 2, -1);

            NDArray loss = NonSaturatingLoss.discriminator(session.ops(), fake, real);

            double expected = (SOFTPLUS[1] + SOFTPLUS[0]) / 2 + (SOFTPLUS[4] + SOFTPLUS[1]) / 2;
            assertThat(loss.getFloat()).isCloseTo((float) expected, within(1e-5f));
            assertThat(gradient(session, loss, fake)[1]).isCloseTo(0.25f, within(1e-5f));
            assertThat(gradient(session, loss, real)[0]).isCloseTo(-0.0596015f, within(1e-5f));
        }
    }

    @Test
    void mismatchedLabelsAreNegativesOfTheirWeight() {
        try (TensorSession session = engine.gradients()) {
            NDArray fake = logits(session, -2, 0);
            NDArray real = logits(session, 2, 1);

            NDArray loss = new ViCiCoLoss(0.5).of(session.ops(), fake, real);

            // −log(1 − σ(x)) = softplus(x)
            double expected = 0.5 * ((SOFTPLUS[4] + SOFTPLUS[0]) / 2 + (SOFTPLUS[3] + SOFTPLUS[1]) / 2);
            assertThat(loss.getFloat()).isCloseTo((float) expected, within(1e-5f));
            assertThat(gradient(session, loss, real)[0]).isCloseTo(0.25f * 0.880797f, within(1e-5f));
        }
    }

    @Test
    void thePenaltyIsHalfTheMeanSquareOfTheSlopesTimesTheInterval() {
        try (TensorSession session = engine.gradients()) {
            HeadImages seen = images(session);
            // D = Σ picture² + 3 Σ raw + 2 Σ mask, of two images
            NDArray logits = perImage(seen.image().square())
                    .add(session.ops().scaled(perImage(seen.raw()), 3))
                    .add(session.ops().scaled(perImage(seen.mask()), 2));

            NDArray both = new R1Penalty(0.5, 0.25, 4).of(session.ops(), seen, logits);
            NDArray picturesAlone = new R1Penalty(0.5, 0, 4).of(session.ops(), seen, logits);

            // image slopes 2x: Σ over both images of 4x² = 4·(1 + 4 + 9 + 4·0.25·… ) — x = 1, 2, 3, 0.5 over 2×3×1×1
            double pictures = 4 * (1 + 4 + 9 + 0.25 + 0 + 1) / 2.0; // mean over two images
            double raws = 9 * 3;
            assertThat(picturesAlone.getFloat()).isCloseTo((float) (4 * 0.5 / 2 * (pictures + raws)), within(1e-4f));
            assertThat(both.getFloat())
                    .isCloseTo((float) (4 * 0.5 / 2 * (pictures + raws) + 4 * 0.25 / 2 * 4), within(1e-4f));
        }
    }

    @Test
    void whatIsNoPictureIsPenalisedAlike() {
        try (TensorSession session = engine.gradients()) {
            NDArray codes = session.memory().create(new float[] {1, 2, 3, 0.5f}, new Shape(2, 2));
            codes.setRequiresGradient(true);
            NDArray logits = codes.square().sum(new int[] {1}, true);

            NDArray penalty = new R1Penalty(0.5, 7, 4).of(session.ops(), List.of(codes), logits);

            // slopes 2x: 4 · 0.5/2 · (4 + 16 + 36 + 1)/2
            assertThat(penalty.getFloat()).isCloseTo(28.5f, within(1e-4f));
        }
    }

    @Test
    void thePenaltyIsDifferentiatedASecondTime() {
        float slope = 1.7f;
        ToDoubleFunction<Float> penalty = a -> {
            try (TensorSession session = engine.gradients()) {
                return penaltyOfSlope(session, a)[0].getFloat();
            }
        };
        try (TensorSession session = engine.gradients()) {
            NDArray[] found = penaltyOfSlope(session, slope);

            double numeric = (penalty.applyAsDouble(slope + 1e-2f) - penalty.applyAsDouble(slope - 1e-2f)) / 2e-2;

            assertThat(gradient(session, found[0], found[1])[0]).isCloseTo((float) numeric, within(2e-2f));
        }
    }

    /** The penalty of D = a³ Σ picture, whose slope is a³ everywhere, and a. */
    private static NDArray[] penaltyOfSlope(TensorSession session, float slope) {
        NDArray a = session.memory().create(new float[] {slope}, new Shape(1));
        a.setRequiresGradient(true);
        HeadImages seen = images(session);
        NDArray logits = perImage(seen.image().mul(a.mul(a).mul(a))).add(perImage(seen.raw()));
        return new NDArray[] {new R1Penalty(1, 0, 1).of(session.ops(), seen, logits), a};
    }

    private static HeadImages images(TensorSession session) {
        NDArray image = session.memory().create(new float[] {1, 2, 3, 0.5f, 0, 1}, new Shape(2, 3, 1, 1));
        NDArray raw = session.memory().create(new float[6], new Shape(2, 3, 1, 1));
        NDArray mask = session.memory().create(new float[] {1, 0}, new Shape(2, 1, 1, 1));
        List.of(image, raw, mask).forEach(array -> array.setRequiresGradient(true));
        return new HeadImages(image, raw, mask, mask, null, raw);
    }

    private static NDArray perImage(NDArray x) {
        return x.reshape(2, -1).sum(new int[] {1}, true);
    }

    private static float[] gradient(TensorSession session, NDArray loss, NDArray of) {
        return session.ops().grad(List.of(loss), List.of(of), true)[0].toFloatArray();
    }
}
