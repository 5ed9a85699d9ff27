package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A chart of random halves: mean and three even components, one odd one. */
class LinearChartTest {
    private static final ChartPreset PRESET = ChartPreset.load("miniature");
    private static final int WIDTH = PRESET.mapWidth();
    private static final int HALF = ChartPreset.MAP_CHANNELS * PRESET.mapHeight() * WIDTH / 2;

    private static TensorEngine engine;
    private static ParameterMap weights;
    private static LinearChart chart;
    private static float[] mean;
    private static float[] basis;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = new ParameterMap(engine);
        Random random = new Random(4);
        mean = numbers(random, HALF);
        basis = numbers(random, PRESET.wDimension() * HALF);
        LinearChart.put(PRESET, weights, mean, basis);
        chart = new LinearChart(PRESET, weights);
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void leftHalvesOfMapsAreMeanAndComponents() {
        float[] map = map(2, -1, 0.5f, 3);

        for (int i = 0; i < HALF; i++) {
            double sum = mean[i] + 2 * basis[i] - basis[HALF + i] + 0.5 * basis[2 * HALF + i] + 3 * basis[3 * HALF + i];
            assertThat(map[i / (WIDTH / 2) * WIDTH + i % (WIDTH / 2)]).isCloseTo((float) sum, within(1e-4f));
        }
    }

    @Test
    void aMapIsMirroredByNegatingTheOddEntries() {
        float[] map = map(2, -1, 0.5f, 3);
        float[] mirrored = map(2, -1, 0.5f, -3);

        for (int i = 0; i < map.length; i++) {
            assertThat(mirrored[i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH]).isCloseTo(map[i], within(1e-4f));
        }
    }

    @Test
    void componentsAreWhatAnEntryOfOneAdds() {
        float[] map = map(0, 1, 0, 0);
        try (TensorSession session = engine.inference()) {
            float[] made = chart.components(session)
                    .get("1:2")
                    .add(chart.mean(session))
                    .toFloatArray();

            assertThat(made).containsExactly(map, within(1e-5f));
        }
    }

    @Test
    void productsAreThoseOfWholeMapsChannelByChannel() {
        try (TensorSession session = engine.inference()) {
            NDArray rows = chart.components(session)
                    .reshape(PRESET.wDimension(), ChartPreset.MAP_CHANNELS, -1)
                    .transpose(1, 0, 2);
            NDArray middle = chart.mean(session).reshape(ChartPreset.MAP_CHANNELS, -1, 1);
            NDArray expected = rows.matMul(rows.transpose(0, 2, 1).concat(middle, 2));

            assertThat(chart.products(session.ops()).toFloatArray())
                    .containsExactly(expected.toFloatArray(), within(1e-2f));
        }
    }

    private static float[] map(float... w) {
        try (TensorSession session = engine.inference()) {
            return chart.maps(session.ops(), session.memory().create(w, new Shape(1, w.length)))
                    .toFloatArray();
        }
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
