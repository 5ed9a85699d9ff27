package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChartFieldTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");
    private static TensorEngine engine;
    private static ParameterMap parameters;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        parameters = new ParameterMap(engine);
        ChartField.initialise(PRESET, parameters, new Random(1));
    }

    @AfterAll
    static void stop() {
        parameters.close();
        engine.close();
    }

    @Test
    void coordinatesEqualTheChartsOwn() {
        float[] points = {0.1f, 0.2f, 0.15f, -0.2f, -0.3f, -0.1f, 0.05f, 0.02f, -0.2f};
        try (TensorSession session = engine.inference()) {
            NDArray made = session.ops()
                    .call(
                            "chart_coordinates",
                            session.memory().create(points, new Shape(1, 3, 3)),
                            CapsuleChart.geometry());

            float[] uvr = made.toFloatArray();

            for (int i = 0; i < 3; i++) {
                double x = points[i * 3];
                double y = points[i * 3 + 1];
                double z = points[i * 3 + 2];
                assertThat((double) uvr[i * 3]).isCloseTo(CapsuleChart.u(x, z), within(1e-5));
                assertThat((double) uvr[i * 3 + 1]).isCloseTo(CapsuleChart.v(x, y, z), within(1e-5));
                assertThat((double) uvr[i * 3 + 2]).isCloseTo(CapsuleChart.radius(x, y, z), within(1e-5));
            }
        }
    }

    @Test
    void aCapsuleIsSeenWhereItStands() {
        try (TensorSession session = engine.inference()) {
            ChartShell shell = new ShellBaking(PRESET, parameters).bake(session.ops(), capsule(session, 0.2f));

            float[] picture = new ChartRenderer(PRESET)
                    .render(session, shell, CameraPose.orbit(40, 10), 32)
                    .toFloatArray();

            int centre = 16 * 32 + 16;
            int opacity = (3 + PRESET.fieldFeatures()) * 1024;
            assertThat(picture[opacity + centre]).isCloseTo(1, within(1e-3f));
            assertThat(picture[centre]).isCloseTo(0.25f, within(1e-3f)); // red
            assertThat(picture[opacity + 1024 + centre]).isCloseTo(2.5f, within(0.012f)); // σ = 250: some 4 mm deep
            assertThat(picture[opacity]).isZero(); // the corner sees past it
        }
    }

    @Test
    void opticalDepthIsTheExactIntegralOfALinearRawDensity() {
        try (TensorSession session = engine.inference()) {
            NDArray raw = session.memory().create(new float[] {-3, 5, 5.0001f}, new Shape(1, 1, 3));
            NDArray t = session.memory().create(new float[] {0, 0.5f, 0.7f}, new Shape(1, 1, 3));

            float[] depth = session.ops().call("sigmoid_depth", raw, t, 10.0).toFloatArray();

            double sum = 0;
            for (int i = 0; i < 10_000; i++) {
                sum += 10 / (1 + Math.exp(3 - 8 * (i + 0.5) / 10_000)) * 0.5 / 10_000;
            }
            assertThat((double) depth[0]).isCloseTo(sum, within(1e-4));
            assertThat((double) depth[1]).isCloseTo(10 / (1 + Math.exp(-5)) * 0.2, within(1e-4));
        }
    }

    @Test
    void gradientOfTheRadiusAgreesWithFiniteDifferences() {
        double step = 1e-3;
        double analytic;
        try (TensorSession session = engine.gradients()) {
            ChartHead head = capsule(session, 0.2f);
            head.map().setRequiresGradient(true);
            NDArray opacity = opacity(session, head);
            NDArray gradient = session.ops().grad(java.util.List.of(opacity), java.util.List.of(head.map()), false)[0];
            analytic = gradient.get(":, 0").sum().getFloat();
        }

        double difference = (opacityAt(0.2f + (float) step) - opacityAt(0.2f - (float) step)) / (2 * step);

        assertThat(analytic).isCloseTo(difference, within(0.02 * Math.abs(difference)));
        assertThat(analytic).isGreaterThan(0.1);
    }

    private static double opacityAt(float radius) {
        try (TensorSession session = engine.inference()) {
            return opacity(session, capsule(session, radius)).getFloat();
        }
    }

    /** Opacity of one ray that grazes the capsule. */
    private static NDArray opacity(TensorSession session, ChartHead head) {
        ChartField field = new ChartField(parameters, 0.02, 5);
        float[] depths = new float[40];
        for (int i = 0; i < depths.length; i++) {
            depths[i] = 2.3f + i * 0.02f;
        }
        NDArray origin = session.memory().create(new float[] {0.19f, -0.1f, 2.7f}, new Shape(1, 1, 3));
        NDArray direction = session.memory().create(new float[] {0, 0, -1}, new Shape(1, 1, 3));
        NDArray t = session.memory().create(depths, new Shape(1, 1, depths.length));
        return field.composite(session.ops(), head, origin, direction, t)
                .weights()
                .sum();
    }

    private static ChartHead capsule(TensorSession session, float radius) {
        int texels = PRESET.mapWidth() * PRESET.mapHeight();
        float[] map = new float[4 * texels];
        Arrays.fill(map, 0, texels, radius);
        Arrays.fill(map, texels, 2 * texels, 0.25f);
        NDArray planes =
                session.memory().zeros(new Shape(1, 3, PRESET.planeChannels(), PRESET.planeSize(), PRESET.planeSize()));
        Shape grid = new Shape(1, 4, PRESET.mapHeight(), PRESET.mapWidth());
        return new ChartHead(session.memory().create(map, grid), planes);
    }
}
