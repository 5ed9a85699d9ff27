package org.balancehead.model.benchmark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;

class TrainingBenchmarkTest {
    private static final ChartPreset PRESET = ChartPreset.load("miniature");

    @Test
    void countsTheFrontalPicturesOfAStep() {
        AtomicLong nanos = new AtomicLong();
        Stopwatch halfASecondAStep = new Stopwatch(() -> nanos.getAndAdd(500_000_000));

        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = weights(engine)) {
            float[] before = weights.get("chart.mean").toFloatArray();
            PhysicalLimits limits = new PhysicalLimits(1e12, OptionalDouble.empty(), 1e12);

            Figure figure = new TrainingBenchmark(engine, PRESET, limits, halfASecondAStep).run(weights);

            assertThat(figure.name()).isEqualTo("training_images_per_second");
            assertThat(figure.value()).isEqualTo(16);
            assertThat(figure.preset()).isEqualTo("miniature");
            assertThat(requireNonNull(figure.limit()).share()).isPositive().isFinite();
            assertThat(weights.get("chart.mean").toFloatArray()).isNotEqualTo(before);
        }
    }

    private static ParameterMap weights(TensorEngine engine) {
        ParameterMap weights = new ParameterMap(engine);
        ChartGenerator.initialise(PRESET, weights, new Random(1));
        HeadEncoder.initialise(PRESET, weights, new Random(1));
        int texels = PRESET.mapWidth() / 2 * PRESET.mapHeight();
        float[] mean = new float[ChartPreset.MAP_CHANNELS * texels];
        Arrays.fill(mean, 0.25f);
        float[] basis = new float[PRESET.wDimension() * mean.length];
        LinearChart.put(PRESET, weights, mean, basis);
        int small = 4 * HeadEncoder.SMALL * HeadEncoder.SMALL;
        weights.put("encoder.mean", new float[small], small);
        weights.put("encoder.linear", new float[small * PRESET.wDimension()], small, PRESET.wDimension());
        return weights;
    }
}
