package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.balancehead.model.generator.chart.ChartField;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Level rays past and into a capsule whose radius is 0.2. */
class SilhouetteTermTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");
    private static final float RADIUS = 0.2f;
    private static final double A_UNIT_COUNTS = 20;
    private static TensorEngine engine;
    private static ParameterMap parameters;
    private static ChartField field;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        parameters = new ParameterMap(engine);
        ChartField.initialise(PRESET, parameters, new Random(1));
        field = new ChartField(parameters, PRESET.shellSoftness(), PRESET.peakDensity());
    }

    @AfterAll
    static void stop() {
        parameters.close();
        engine.close();
    }

    @Test
    void aRayThatShouldSeeTheHeadCountsByHowFarItPasses() {
        assertThat(term(0.25f, 1, 1)).isCloseTo(0.05 * A_UNIT_COUNTS, within(0.02));
        assertThat(term(0.4f, 1, 1)).isCloseTo(0.2 * A_UNIT_COUNTS, within(0.02));
    }

    @Test
    void aRayThatShouldNotSeeTheHeadCountsByHowDeepItGoes() {
        assertThat(term(0.1f, 0, 1)).isCloseTo(0.1 * A_UNIT_COUNTS, within(0.05));
    }

    @Test
    void raysOnTheRightSideUncertainOnesAndUnknownOnesCountNothing() {
        assertThat(term(0.1f, 1, 1)).isZero();
        assertThat(term(0.25f, 0, 1)).isZero();
        assertThat(term(0.25f, 0.5f, 1)).isZero();
        assertThat(term(0.25f, 1, 0)).isZero();
    }

    @Test
    void aRayThatMissesTheBoxCountsNothing() {
        assertThat(term(0.6f, 1, 1)).isZero();
    }

    @Test
    void theSurfaceIsDrawnToARayFromAfar() {
        try (TensorSession session = engine.gradients()) {
            ChartHead head = capsule(session);
            head.map().setRequiresGradient(true);
            NDArray term = term(session, head, 0.35f, 1, 1);

            NDArray gradient = session.ops().grad(List.of(term), List.of(head.map()), false)[0];

            assertThat((double) gradient.get(":, 0").sum().getFloat()).isCloseTo(-A_UNIT_COUNTS, within(0.01));
            assertThat((double) gradient.get(":, 1:").abs().sum().getFloat()).isZero();
        }
    }

    private static double term(float x, float alpha, float known) {
        try (TensorSession session = engine.inference()) {
            return term(session, capsule(session), x, alpha, known).getFloat();
        }
    }

    private static NDArray term(TensorSession session, ChartHead head, float x, float alpha, float known) {
        NDArray origin = session.memory().create(new float[] {x, -0.1f, 2.7f}, new Shape(1, 3));
        NDArray direction = session.memory().create(new float[] {1e-6f, 1e-6f, -1}, new Shape(1, 3));
        NDArray alphas = session.memory().create(new float[] {alpha}, new Shape(1, 1));
        NDArray certain = session.memory().create(new float[] {known}, new Shape(1, 1));
        ChartField.RaySamples unused = new ChartField.RaySamples(alphas, alphas, alphas);
        SeenRays ray = new SeenRays(origin, direction, unused, alphas, alphas, certain, certain);
        return SilhouetteTerm.of(session.ops(), field, head, ray);
    }

    private static ChartHead capsule(TensorSession session) {
        int texels = PRESET.mapWidth() * PRESET.mapHeight();
        float[] map = new float[4 * texels];
        Arrays.fill(map, 0, texels, RADIUS);
        NDArray planes =
                session.memory().zeros(new Shape(1, 3, PRESET.planeChannels(), PRESET.planeSize(), PRESET.planeSize()));
        Shape grid = new Shape(1, 4, PRESET.mapHeight(), PRESET.mapWidth());
        return new ChartHead(session.memory().create(map, grid), planes);
    }
}
