package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

/** A chart whose first component is red, whose second is radius, and whose others are nothing. */
class RelightingTest {
    private static final ChartPreset PRESET = ChartPreset.load("miniature");
    private static final int TEXELS = PRESET.mapWidth() / 2 * PRESET.mapHeight();

    @Test
    void inTheSameLightNothingChanges() {
        assertThat(relit(1, 1)).containsExactly(w());
    }

    @Test
    void inOtherLightTheColourFollowsAndTheRadiusStays() {
        float[] relit = relit(0.5f, 1);

        // red is 0.5 + 0.1 · 2 = 0.7, which is to be 0.35: w of red is -1.5
        assertThat(relit[0]).isCloseTo(-1.5f, within(0.01f));
        assertThat(Arrays.copyOfRange(relit, 1, relit.length))
                .containsExactly(Arrays.copyOfRange(w(), 1, relit.length));
    }

    @Test
    void aColourThatNoComponentChangesStays() {
        assertThat(relit(1, 0.5f)).containsExactly(w());
    }

    private static float[] w() {
        float[] w = new float[PRESET.wDimension()];
        Arrays.fill(w, 2);
        return w;
    }

    private static float[] relit(float red, float green) {
        int k = PRESET.wDimension();
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap parameters = new ParameterMap(engine)) {
            ChartGenerator.initialise(PRESET, parameters, new Random(1));
            float[] mean = new float[4 * TEXELS];
            Arrays.fill(mean, 0.5f);
            float[] basis = new float[k * 4 * TEXELS];
            Arrays.fill(basis, TEXELS, 2 * TEXELS, 0.1f);
            Arrays.fill(basis, 4 * TEXELS, 5 * TEXELS, 0.1f);
            LinearChart.put(PRESET, parameters, mean, basis);
            try (NDManager owner = engine.newOwner();
                    TensorSession session = engine.inference()) {
                return new Relighting(engine, new LinearChart(PRESET, parameters), owner)
                        .relit(
                                session,
                                session.memory().create(w(), new Shape(1, k)),
                                session.memory().create(new float[] {red, green, 1}))
                        .toFloatArray();
            }
        }
    }
}
