package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShellFunctionsTest {
    private static TensorEngine engine;
    private TensorSession session;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void open() {
        session = engine.inference();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void theTwoPlacesOfARayHaveTheMomentsOfItsSamples() {
        Random random = new Random(2);
        float[] t = new float[9];
        float[] w = new float[9];
        for (int i = 0; i < t.length; i++) {
            t[i] = 2.5f + 0.01f * i;
            w[i] = random.nextFloat() / 9;
        }

        float[] seen = session.ops()
                .call("two_places", array(t, t.length, 1), array(w, w.length, 1))
                .toFloatArray();

        float[] places = Arrays.copyOfRange(seen, 0, 2);
        float[] weights = Arrays.copyOfRange(seen, 2, 4);
        for (int power = 0; power <= 3; power++) {
            double expected = moment(t, w, power);
            assertThat(moment(places, weights, power)).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-8));
        }
    }

    private static double moment(float[] t, float[] w, int power) {
        double sum = 0;
        for (int i = 0; i < t.length; i++) {
            sum += w[i] * Math.pow(t[i] - 2.53, power);
        }
        return sum;
    }

    @Test
    void samplesStopTheLightThatTheExactIntegralSays() {
        float[] raw = {-9, -4, -3.995f, 2, 30, -6};
        double step = 0.7;

        float[] weights = session.ops()
                .call("sample_weights", array(raw, raw.length, 1), array(new float[] {(float) step}, 1))
                .toFloatArray();

        double depth = 0;
        for (int i = 0; i < raw.length - 1; i++) {
            for (int k = 0; k < 1000; k++) {
                double x = raw[i] + (raw[i + 1] - raw[i]) * (k + 0.5) / 1000;
                depth += step / 1000 / (1 + Math.exp(-x));
            }
        }
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        assertThat(sum).isCloseTo(1 - Math.exp(-depth), within(2e-3)); // the last sample lies outside
    }

    @Test
    void radiiPointToTheTexelsOfAMap() {
        int width = 12;
        double[] g = CapsuleChart.geometry();
        NDArray arcs = array(new float[] {0.1f, 0.3f, 0.6f}, 3);

        float[] radii = session.ops().call("chart_radii", arcs, width, g).toFloatArray();

        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < width; column++) {
                int at = (row * width + column) * 6;
                double x = radii[at] + 0.2 * radii[at + 3];
                double y = radii[at + 1] + 0.2 * radii[at + 4];
                double z = radii[at + 2] + 0.2 * radii[at + 5];
                double v = arcs.toFloatArray()[row] / CapsuleChart.LENGTH * 2 - 1;
                assertThat(CapsuleChart.u(x, z)).isCloseTo((column + 0.5) / width * 2 - 1, within(1e-4));
                assertThat(CapsuleChart.v(x, y, z)).isCloseTo(v, within(1e-4));
                assertThat(CapsuleChart.radius(x, y, z)).isCloseTo(0.2, within(1e-5));
            }
        }
    }

    @Test
    void theCoverLeavesNoHole() {
        float[] map = new float[24 * 16];
        Arrays.fill(map, 0.2f);
        NDArray radius = array(map, 1, 1, 16, 24);
        double gap = 0.02;

        float[] cover = session.ops()
                .call("cover_points", radius, CapsuleChart.geometry(), gap)
                .toFloatArray();

        int count = cover.length / 7;
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            double azimuth = random.nextDouble() * 2 * Math.PI;
            double height = -0.5 + random.nextDouble() * 0.7;
            double level = height < 0.02 ? 0.2 : Math.sqrt(0.04 - (height - 0.02) * (height - 0.02));
            double nearest = 1;
            for (int k = 0; k < count; k++) {
                double dx = cover[k] - level * Math.sin(azimuth);
                double dy = cover[count + k] - height;
                double dz = cover[2 * count + k] - level * Math.cos(azimuth);
                nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy + dz * dz));
            }
            assertThat(nearest).isLessThan(gap);
        }
    }

    @Test
    void doublingIsCubicConvolution() {
        float[] picture = new float[5 * 5];
        Random random = new Random(4);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = random.nextFloat();
        }
        NDArray shares = session.ops().call("bicubic_shares", session.memory().create(picture));

        float[] parts = session.ops()
                .call("conv_kernels", array(picture, 1, 1, 5, 5), shares)
                .toFloatArray();

        for (int part = 0; part < 4; part++) {
            double x = part % 2 == 0 ? 1.75 : 2.25;
            double y = part < 2 ? 1.75 : 2.25;
            double sum = 0;
            for (int i = 0; i < picture.length; i++) {
                int row = i / 5;
                sum += picture[i] * keys(x - i % 5) * keys(y - row);
            }
            assertThat((double) parts[part]).isCloseTo(sum, within(1e-5));
        }
    }

    /** The cubic convolution kernel (Keys, 1981) with a = −0.75. */
    private static double keys(double offset) {
        double x = Math.abs(offset);
        double a = -0.75;
        if (x < 1) {
            return (a + 2) * x * x * x - (a + 3) * x * x + 1;
        }
        return x < 2 ? a * (x * x * x - 5 * x * x + 8 * x - 4) : 0;
    }

    private NDArray array(float[] numbers, long... shape) {
        return session.memory().create(numbers, new Shape(shape));
    }
}
