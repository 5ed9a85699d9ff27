package org.balancehead.model.training.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.BallDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedFormTest {
    private static final int IDENTITIES = 4;

    @TempDir
    private Path folder;

    @Test
    void codesOfTheMapsAreStandardNormalOverTheRows() throws IOException {
        ChartPreset preset = ChartPreset.load("miniature");
        PackedViews balls = new BallDataset(folder, 128).write(IDENTITIES, 3);
        try (TensorEngine engine = TensorEngine.onCpu();
                ClosedForm closedForm = new ClosedForm(engine, preset, balls, done -> {})) {
            ChartCodes codes = closedForm.codes();
            float[] all = codes.all();

            assertThat(codes.rows()).isEqualTo(2 * IDENTITIES);
            assertThat(mean(all, codes.length(), 0)).isCloseTo(0, within(1e-2));
            assertThat(square(all, codes.length(), 0)).isCloseTo(1, within(1e-2));
        }
    }

    /** A mirrored head is told by the same entries of w, those of the odd components negated. */
    @Test
    void aMirroredMapHasTheSameCodeButForSigns() throws IOException {
        ChartPreset preset = ChartPreset.load("miniature");
        PackedViews balls = new BallDataset(folder, 128).write(IDENTITIES, 3);
        try (TensorEngine engine = TensorEngine.onCpu();
                ClosedForm closedForm = new ClosedForm(engine, preset, balls, done -> {})) {
            float[] codes = closedForm.codes().all();
            int length = preset.wDimension();

            for (int i = 0; i < IDENTITIES * length; i++) {
                float sign = i % length < preset.wEven() ? 1 : -1;
                assertThat(codes[IDENTITIES * length + i]).isCloseTo(sign * codes[i], within(1e-4f));
            }
        }
    }

    @Test
    void mapsAreTheirMeanAndTheirComponents() throws IOException {
        ChartPreset preset = ChartPreset.load("miniature");
        PackedViews balls = new BallDataset(folder, 128).write(IDENTITIES, 3);
        float[] built = new ChartMapBuilder(balls, preset.mapWidth(), preset.mapHeight()).build(1);
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = new ParameterMap(engine);
                TensorSession session = engine.inference();
                ClosedForm closedForm = new ClosedForm(engine, preset, balls, done -> {})) {
            closedForm.putChart(weights);
            int length = preset.wDimension();
            float[] code = Arrays.copyOfRange(closedForm.codes().all(), length, 2 * length);
            float[] map = new LinearChart(preset, weights)
                    .maps(session.ops(), session.memory().create(code, new Shape(1, length)))
                    .toFloatArray();

            double off = 0;
            for (int i = 0; i < map.length; i++) {
                off += Math.abs(map[i] - built[i]) / map.length;
            }
            assertThat(off).isLessThan(0.02);
        }
    }

    @Test
    void brighterColoursMoveTheCodesByTheColoursPartAlone() {
        ChartCodes codes = new ChartCodes(
                1, new float[][] {{1, 2}, {0.1f, 0.2f}, {0.01f, 0}, {0, 0.003f}}, new float[] {5, 7}, new float[2]);
        float[] code = new float[3];

        codes.write(0, new float[] {2, 3, 4}, code, 1);

        assertThat(code).containsExactly(new float[] {0, 1 + 0.23f - 5, 2 + 0.412f - 7}, within(1e-5f));
    }

    private static double mean(float[] rows, int length, int column) {
        double sum = 0;
        for (int at = column; at < rows.length; at += length) {
            sum += rows[at] * length / (double) rows.length;
        }
        return sum;
    }

    private static double square(float[] rows, int length, int column) {
        double sum = 0;
        for (int at = column; at < rows.length; at += length) {
            sum += (double) rows[at] * rows[at] * length / rows.length;
        }
        return sum;
    }
}
