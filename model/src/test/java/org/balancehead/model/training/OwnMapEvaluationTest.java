package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.closedform.ClosedForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMapEvaluationTest {
    private static final int IDENTITIES = 4;

    @TempDir
    private Path folder;

    @Test
    void theChartOfAFewBallsMissesNothingOfThem() throws IOException {
        Map<String, Double> figures = figures(weights -> {});

        assertThat(figures.get("componentsMissedVariance")).isLessThan(0.02);
        assertThat(figures.get("ownCodePsnr64_yaw0")).isCloseTo(figures.get("ownMapPsnr64_yaw0"), within(0.2));
        assertThat(figures).containsKeys("ownMapPsnr64_yaw60", "ownMapPsnr64_yaw180");
    }

    @Test
    void anEncoderThatReadsNothingMissesEverything() throws IOException {
        Map<String, Double> figures = figures(OwnMapEvaluationTest::blind);

        assertThat(figures.get("encoderMissedVariance")).isCloseTo(1, within(0.01));
    }

    private static void blind(ParameterMap weights) {
        float[] linear = weights.get("encoder.linear").toFloatArray();
        weights.put(
                "encoder.linear",
                new float[linear.length],
                weights.get("encoder.linear").getShape().getShape());
    }

    private Map<String, Double> figures(java.util.function.Consumer<ParameterMap> change) throws IOException {
        ChartPreset preset = ChartPreset.load("miniature");
        PackedViews balls = new BallDataset(folder, 128).write(IDENTITIES, 6);
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = new ParameterMap(engine)) {
            try (ClosedForm closedForm = new ClosedForm(engine, preset, balls, done -> {})) {
                closedForm.putChart(weights);
                closedForm.putEncoder(weights, balls);
            }
            Random random = new Random(1);
            HeadEncoder.initialise(preset, weights, random);
            ChartGenerator.initialise(preset, weights, random);
            change.accept(weights);
            EncodedHeads heads = new EncodedHeads(new HeadEncoder(weights), new ChartGenerator(preset, weights), balls);
            return new OwnMapEvaluation(engine, heads, new LinearChart(preset, weights)).figures(IDENTITIES);
        }
    }
}
