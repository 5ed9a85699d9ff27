package org.balancehead.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    private static TensorEngine engine;

    @BeforeAll
    @BeforeContainer
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    @AfterContainer
    static void stop() {
        engine.close();
    }

    @Test
    void ofNumbersIsTheSquaredDifferencesOfMeansAndOfDeviations() {
        GaussianSummary narrow = gaussian(new double[] {0}, 1);
        GaussianSummary wide = gaussian(new double[] {3}, 4);

        assertThat(between(narrow, wide)).isCloseTo(9 + (2 - 1) * (2 - 1), within(1e-12));
    }

    @Test
    void ofCovariancesThatShareTheirAxesIsThatOfTheAxes() {
        GaussianSummary a = gaussian(new double[] {1, 2}, 4, 0, 0, 9);
        GaussianSummary b = gaussian(new double[] {1, 0}, 1, 0, 0, 25);

        assertThat(between(a, b)).isCloseTo(4 + (2 - 1) * (2 - 1) + (5 - 3) * (5 - 3), within(1e-12));
    }

    /** Of 2 × 2, tr M^½ = (tr M + 2 (det M)^½)^½; C₁ C₂ is [2 3; 1 6] here, of trace 8 and determinant 9. */
    @Test
    void ofCovariancesOfDifferentAxesAgreesWithTheClosedForm() {
        GaussianSummary a = gaussian(new double[2], 2, 1, 1, 2);
        GaussianSummary b = gaussian(new double[2], 1, 0, 0, 3);

        assertThat(between(a, b)).isCloseTo(4 + 4 - 2 * Math.sqrt(14), within(1e-12));
    }

    @Test
    void ofAPointIsMeanAndTrace() {
        GaussianSummary point = gaussian(new double[] {0, 1}, 0, 0, 0, 0);
        GaussianSummary cloud = gaussian(new double[] {2, 1}, 2, 1, 1, 2);

        assertThat(between(point, cloud)).isCloseTo(4 + 4, within(1e-12));
    }

    @Test
    void refusesFeaturesOfDifferentLengths() {
        assertThatThrownBy(() -> between(gaussian(new double[1], 1), gaussian(new double[2], 1, 0, 0, 1)))
                .hasMessage("Features of 1 and 2 numbers have no distance.");
    }

    @Property(tries = 50)
    void isZeroForEqualSetsAndSymmetricAlsoOfFewerFeaturesThanNumbers(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int features) {
        GaussianSummary a = GaussianSummary.of(drawn(seed, features, 5, 1));
        GaussianSummary b = GaussianSummary.of(drawn(seed + 1, 7, 5, 3));

        assertThat(between(a, a)).isCloseTo(0, within(1e-5 * a.trace()));
        assertThat(between(a, b)).isCloseTo(between(b, a), within(1e-5 * (a.trace() + b.trace())));
        assertThat(between(a, b)).isPositive();
    }

    @Property(tries = 50)
    void growsByTheSquareOfAShiftAndOfAScale(@ForAll long seed) {
        float[][] features = drawn(seed, 8, 4, 1);
        float[][] moved = drawn(seed, 8, 4, 1);
        float[][] doubled = drawn(seed, 8, 4, 2);
        for (float[] feature : moved) {
            feature[2] += 3;
        }
        GaussianSummary summary = GaussianSummary.of(features);

        assertThat(between(summary, GaussianSummary.of(moved))).isCloseTo(9, within(1e-4));
        // N(m, C) and N(2m, 4C) are |m|² + tr C apart
        double expected = summary.trace();
        for (double entry : summary.mean()) {
            expected += entry * entry;
        }
        assertThat(between(summary, GaussianSummary.of(doubled))).isCloseTo(expected, within(1e-4 * expected));
    }

    @Test
    void sumsFeaturesUpByMeanAndUnbiasedCovariance() {
        GaussianSummary summary = GaussianSummary.of(new float[][] {{1, 0}, {3, 0}, {5, 6}});

        assertThat(summary.mean()).containsExactly(new double[] {3, 2}, within(1e-12));
        assertThat(summary.covariance()).containsExactly(new double[] {4, 6, 6, 12}, within(1e-12));
        assertThat(summary.trace()).isCloseTo(16, within(1e-12));
    }

    @Test
    void refusesASummaryOfOneFeature() {
        assertThatThrownBy(() -> GaussianSummary.of(new float[][] {{1, 0}}))
                .hasMessage("A covariance needs two features or more, not 1.");
    }

    private static double between(GaussianSummary a, GaussianSummary b) {
        return new FrechetDistance(engine).between(a, b);
    }

    private static GaussianSummary gaussian(double[] mean, double... covariance) {
        return new GaussianSummary(mean, covariance);
    }

    private static float[][] drawn(long seed, int features, int dimension, float scale) {
        Random random = new Random(seed);
        float[][] drawn = new float[features][dimension];
        for (float[] feature : drawn) {
            for (int i = 0; i < dimension; i++) {
                feature[i] = scale * (float) (random.nextGaussian() * (i + 1));
            }
        }
        return drawn;
    }
}
