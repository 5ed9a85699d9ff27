package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeadEncoderTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");

    private static TensorEngine engine;
    private static ParameterMap weights;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = new ParameterMap(engine);
        HeadEncoder.initialise(PRESET, weights, new Random(1));
        int hidden = (int) weights.get("encoder.out.weight").getShape().get(1);
        weights.put("encoder.out.weight", numbers(PRESET.wDimension() * hidden, 1, 2), PRESET.wDimension(), hidden);
        int small = 4 * HeadEncoder.SMALL * HeadEncoder.SMALL;
        weights.put("encoder.mean", new float[small], small);
        weights.put("encoder.linear", numbers(small * PRESET.wDimension(), 0.01, 3), small, PRESET.wDimension());
        weights.requireGradients(name -> !name.equals("encoder.mean"));
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void inMixedPrecisionCodesAndGradientsStayNear() {
        List<float[]> single;
        try (TensorSession session = engine.gradients()) {
            single = evaluate(session);
        }

        List<float[]> mixed;
        try (TensorSession session = engine.mixedGradients()) {
            mixed = evaluate(session);
        }

        for (int i = 0; i < single.size(); i++) {
            assertThat(cosine(single.get(i), mixed.get(i))).isGreaterThan(0.98);
        }
    }

    /** Codes of two pictures, and the gradients of a weighted sum of them. */
    private static List<float[]> evaluate(TensorSession session) {
        Shape pictures = new Shape(2, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
        NDArray seen = session.memory().create(numbers((int) pictures.size(), 0.3, 4), pictures);
        NDArray codes = new HeadEncoder(weights).encode(session.ops(), seen);
        NDArray share = session.memory().create(numbers((int) codes.size(), 1, 5), codes.getShape());
        List<NDArray> trained = weights.names().stream()
                .filter(name -> !name.equals("encoder.mean"))
                .map(weights::get)
                .toList();
        List<float[]> values = new ArrayList<>(List.of(codes.toFloatArray()));
        for (NDArray gradient : session.ops().grad(List.of(codes), List.of(share), trained)) {
            values.add(gradient.toFloatArray());
        }
        return values;
    }

    private static float[] numbers(int count, double scale, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return numbers;
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
