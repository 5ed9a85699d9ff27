package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The residual planes, made with each head's own weights, against layers that scale what goes through them. */
class ChartSynthesisTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");
    private static final int SIDE = PRESET.planeSize();

    private static TensorEngine engine;
    private static ParameterMap weights;
    private static List<NDArray> trained;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        weights = new ParameterMap(engine);
        ChartSynthesis.initialise(PRESET, weights, new Random(1));
        int half = ChartPreset.MAP_CHANNELS * PRESET.mapHeight() * PRESET.mapWidth() / 2;
        LinearChart.put(PRESET, weights, new float[half], new float[PRESET.wDimension() * half]);
        trained = weights.names().stream()
                .filter(name -> name.startsWith("planes."))
                .map(weights::get)
                .toList();
        trained.forEach(weight -> weight.setRequiresGradient(true));
    }

    @AfterAll
    static void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void planesAndTheirGradientsEqualThoseOfPlainLayers() {
        List<float[]> plain = evaluate(ChartSynthesisTest::plainPlanes);

        List<float[]> made = evaluate((ops, ws) ->
                new ChartSynthesis(PRESET, weights).synthesise(ops, ws).planes());

        for (int i = 0; i < plain.size(); i++) {
            assertThat(difference(made.get(i), plain.get(i))).isLessThan(2e-5 * length(plain.get(i)));
        }
    }

    @Test
    void inMixedPrecisionPlanesAndGradientsStayNear() {
        BiFunction<TensorOps, NDArray, NDArray> synthesis = (ops, ws) ->
                new ChartSynthesis(PRESET, weights).synthesise(ops, ws).planes();
        List<float[]> single = evaluate(synthesis);

        List<float[]> mixed;
        try (TensorSession session = engine.mixedGradients()) {
            mixed = evaluate(session, synthesis);
        }

        for (int i = 0; i < single.size(); i++) {
            assertThat(difference(mixed.get(i), single.get(i))).isLessThan(0.06 * length(single.get(i)));
        }
    }

    private static List<float[]> evaluate(BiFunction<TensorOps, NDArray, NDArray> synthesis) {
        try (TensorSession session = engine.gradients()) {
            return evaluate(session, synthesis);
        }
    }

    /** The planes, and the gradients of a weighted sum of them by all weights. */
    private static List<float[]> evaluate(TensorSession session, BiFunction<TensorOps, NDArray, NDArray> synthesis) {
        NDArray ws = numbers(session, 5, new Shape(2, ChartSynthesis.SLOTS, PRESET.wDimension()));
        NDArray planes = synthesis.apply(session.ops(), ws);
        NDArray loss = planes.mul(numbers(session, 6, planes.getShape())).sum();
        List<float[]> values = new ArrayList<>(List.of(planes.toFloatArray()));
        for (NDArray gradient : session.ops().grad(List.of(loss), trained, false)) {
            values.add(gradient.toFloatArray());
        }
        return values;
    }

    private static NDArray plainPlanes(TensorOps ops, NDArray ws) {
        NDArray mix = linear(ops, ws.get(":, 0"), "planes.mix");
        NDArray maps = weights.get("planes.maps");
        NDArray x = ops.scaled(mix.matMul(maps.reshape(PRESET.mixedMaps(), -1)), 1 / Math.sqrt(PRESET.mixedMaps()))
                .reshape(-1, PRESET.mixedChannels(), SIDE / 2, SIDE / 2)
                .add(weights.get("planes.constant"));
        x = layer(ops, x, ws.get(":, 1"), "planes.low");
        x = layer(ops, ops.call("upsample2", x), ws.get(":, 2"), "planes.high");
        NDArray style =
                ops.scaled(linear(ops, ws.get(":, 3"), "planes.out.affine"), 1 / Math.sqrt(PRESET.mixedChannels()));
        x = ops.call("modulated_conv", x, weights.get("planes.out.weight"), style, false, false);
        x = ops.call("add_bias", x, weights.get("planes.out.bias"));
        NDArray scale = ops.scaled(linear(ops, ws.get(":, 4"), "planes.scale"), 0.3, 1);
        Shape planes = new Shape(-1, 3, PRESET.planeChannels(), SIDE, SIDE);
        NDArray mean = weights.get("planes.mean").expandDims(0);
        return ops.scaled(x.reshape(planes), 0.3).add(mean.mul(scale.reshape(-1, 3, PRESET.planeChannels(), 1, 1)));
    }

    private static NDArray layer(TensorOps ops, NDArray x, NDArray w, String name) {
        NDArray style = linear(ops, w, name + ".affine");
        NDArray y = ops.call("modulated_conv", x, weights.get(name + ".weight"), style, false, true);
        return ops.call("lrelu", ops.call("add_bias", y, weights.get(name + ".bias")));
    }

    private static NDArray linear(TensorOps ops, NDArray x, String name) {
        return ops.call("fully_connected", x, weights.get(name + ".weight"), weights.get(name + ".bias"), 1.0);
    }

    private static NDArray numbers(TensorSession session, long seed, Shape shape) {
        Random random = new Random(seed);
        float[] numbers = new float[(int) shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return session.memory().create(numbers, shape);
    }

    private static double length(float[] a) {
        return difference(a, new float[a.length]);
    }

    private static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
