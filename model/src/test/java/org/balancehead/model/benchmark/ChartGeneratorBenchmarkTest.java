package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;

class ChartGeneratorBenchmarkTest {
    private static final ChartPreset SMALL =
            new ChartPreset("small", 4, 3, 2, 2, 8, 16, 10, 8, 4, 2, 4, 8, 4, 0.0015, 250, 32, 64, 24, 12, 4);

    @Test
    void measuresTheRendererAgainstAPlainOneThatMakesTheSamePicture() {
        AtomicLong nanos = new AtomicLong();
        Stopwatch aTenthOfASecondARun = new Stopwatch(() -> nanos.getAndAdd(100_000_000));

        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = capsule(engine)) {
            ChartGenerator generator = new ChartGenerator(SMALL, weights);
            List<Figure> figures = new ChartGeneratorBenchmark(engine, generator, aTenthOfASecondARun).run();

            Map<String, Double> values = figures.stream().collect(Collectors.toMap(Figure::name, Figure::value));
            assertThat(values)
                    .containsKeys(
                            "rays_ms",
                            "super_resolution_ms",
                            "plain_dense_agreement_db",
                            "speed_psnr_ms_1.0",
                            "speed_psnr_db_4.0")
                    .containsEntry("planes_ms", 100.0)
                    .containsEntry("bake_ms", 100.0)
                    .containsEntry("views_per_second_plain", 10.0);
            assertThat(values.get("plain_agreement_db")).isBetween(30.0, 99.0);
            assertThat(values.get("dense_agreement_db")).isBetween(40.0, 99.0);
        }
    }

    /** A generator whose mean head is a capsule of one colour. */
    private static ParameterMap capsule(TensorEngine engine) {
        ParameterMap weights = new ParameterMap(engine);
        ChartGenerator.initialise(SMALL, weights, new Random(1));
        int texels = SMALL.mapWidth() / 2 * SMALL.mapHeight();
        float[] mean = new float[ChartPreset.MAP_CHANNELS * texels];
        Arrays.fill(mean, 0, texels, 0.2f);
        Arrays.fill(mean, texels, 2 * texels, 0.7f);
        float[] basis = new float[SMALL.wDimension() * mean.length];
        LinearChart.put(SMALL, weights, mean, basis);
        return weights;
    }
}
