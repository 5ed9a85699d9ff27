package org.balancehead.model.training.latent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Heads whose first entry of w is near −2 or near 2, whatever the condition, and whose second is what it says. */
class MappingTrainingTest {
    private static final ChartPreset PRESET = ChartPreset.load("miniature");
    private static final LatentSettings SETTINGS = new LatentSettings(32, 1000, 3000, 0.003, 64, 32);
    private static final int FEATURE = 1024;
    private static final int HEADS = 400;
    private static final int DRAWN = 256;

    private static TensorEngine engine;
    private static int threads;
    private static ParameterMap weights;
    private static LatentQuality quality;
    private static float[][] drawn;
    private static float[][] features;

    @BeforeAll
    static void train() {
        engine = TensorEngine.onCpu();
        threads = TensorEngine.threads();
        TensorEngine.useThreads(1); // several only wait for one another on arrays as small as these
        Random random = new Random(3);
        float[][] codes = new float[HEADS][PRESET.wDimension()];
        features = new float[HEADS][FEATURE];
        for (int i = 0; i < HEADS; i++) {
            float said = i % 4 < 2 ? 1 : -1;
            for (int k = 0; k < codes[i].length; k++) {
                codes[i][k] = (float) (0.2 * random.nextGaussian());
            }
            codes[i][0] += i % 2 == 0 ? 2 : -2;
            codes[i][1] += said;
            for (int k = 0; k < FEATURE; k++) {
                features[i][k] = (float) (5 + said * (k % 2) + 0.3 * random.nextGaussian());
            }
        }
        weights = new ParameterMap(engine);
        int half = ChartPreset.MAP_CHANNELS * PRESET.mapHeight() * PRESET.mapWidth() / 2;
        float[] basis = new float[PRESET.wDimension() * half];
        for (int i = 0; i < basis.length; i++) {
            basis[i] = (float) random.nextGaussian();
        }
        LinearChart.put(PRESET, weights, new float[half], basis);
        quality =
                new MappingTraining(engine, PRESET, SETTINGS, new LatentHeads(codes, features)).train(weights, random);
        drawn = draw(random);
    }

    /** w of the first heads' conditions, each with a latent of its own. */
    private static float[][] draw(Random random) {
        MappingNetwork mapping = ChartGenerator.mapping(PRESET);
        float[][] all = new float[DRAWN][];
        try (TensorSession session = engine.inference()) {
            for (int i = 0; i < DRAWN; i++) {
                float[] z = new float[PRESET.zDimension()];
                for (int k = 0; k < z.length; k++) {
                    z[k] = (float) random.nextGaussian();
                }
                NDArray latent = session.memory().create(z, new Shape(1, z.length));
                NDArray told = session.memory().create(features[i], new Shape(1, FEATURE));
                all[i] = mapping.map(session.ops(), weights, latent, told).toFloatArray();
            }
        }
        return all;
    }

    @AfterAll
    static void stop() {
        TensorEngine.useThreads(threads);
        weights.close();
        engine.close();
    }

    @Test
    void drawsHeadsOfBothKinds() {
        assertThat(share(i -> drawn[i][0] > 0)).isBetween(0.2, 0.8);
    }

    @Test
    void drawsHardlyAnythingBetweenThem() {
        assertThat(share(i -> Math.abs(drawn[i][0]) < 1)).isLessThan(0.1);
    }

    @Test
    void heedsWhatItIsTold() {
        assertThat(share(i -> drawn[i][1] > 0 == i % 4 < 2)).isGreaterThan(0.95);
    }

    @Test
    void saysHowNearToRealHeadsTheDrawnOnesAre() {
        assertThat(quality.precision()).isBetween(0.3, 1.0);
        assertThat(quality.recall()).isBetween(0.1, 1.0);
    }

    private static double share(java.util.function.IntPredicate is) {
        int count = 0;
        for (int i = 0; i < DRAWN; i++) {
            count += is.test(i) ? 1 : 0;
        }
        return count / (double) DRAWN;
    }
}
