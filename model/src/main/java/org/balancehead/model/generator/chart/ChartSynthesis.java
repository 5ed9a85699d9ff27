package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Synthesis of the compact generator: w⁺ {@code [N, SLOTS, K]} to a {@link ChartHead}.
 *
 * <p>The chart map is linear in w ({@link LinearChart}). The residual planes are learned maps that w mixes, two
 * modulated convolutions, and mean planes whose channels w scales.
 */
public final class ChartSynthesis {
    /** Layers that take a w of their own: mixing, two convolutions, output, mean planes, chart. */
    public static final int SLOTS = 6;

    private static final int MIX = 0;
    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int OUT = 3;
    private static final int MEAN = 4;
    private static final int CHART = 5;

    /** How strongly the convolutions speak in the planes, and w in the scale of the mean planes. */
    private static final double SPOKEN = 0.3;

    private final ChartPreset preset;
    private final ParameterMap parameters;
    private final LinearChart chart;

    public ChartSynthesis(ChartPreset preset, ParameterMap parameters) {
        this.preset = preset;
        this.parameters = parameters;
        chart = new LinearChart(preset, parameters);
    }

    /** Draws the residual planes' weights; the chart model is put by the closed form. */
    public static void initialise(ChartPreset preset, ParameterMap parameters, Random random) {
        WeightDraw draw = new WeightDraw(parameters, random);
        int k = preset.wDimension();
        int low = preset.planeSize() / 2;
        int mixed = preset.mixedChannels();
        int planes = 3 * preset.planeChannels();
        draw.linear("planes.mix", k, preset.mixedMaps(), 0);
        draw.smooth("planes.maps", preset.mixedMaps(), mixed, low, 8, 0.5);
        draw.smooth("planes.constant", 1, mixed, low, 8, 1);
        draw.modulated("planes.low", k, mixed, mixed, 3);
        draw.modulated("planes.high", k, mixed, mixed, 3);
        draw.modulated("planes.out", k, mixed, planes, 1);
        draw.smooth("planes.mean", 3, preset.planeChannels(), preset.planeSize(), 16, 0.1);
        draw.linear("planes.scale", k, planes, 0);
    }

    /** Synthesises the heads of w⁺ {@code [N, SLOTS, K]}. */
    public ChartHead synthesise(TensorOps ops, NDArray ws) {
        return new ChartHead(chart.maps(ops, slot(ws, CHART)), planes(ops, ws));
    }

    private NDArray planes(TensorOps ops, NDArray ws) {
        NDArray maps = get("planes.maps");
        NDArray constant = get("planes.constant");
        NDArray mix = linear(ops, slot(ws, MIX), "planes.mix");
        int low = preset.planeSize() / 2;
        NDArray x = ops.scaled(mix.matMul(maps.reshape(preset.mixedMaps(), -1)), 1 / Math.sqrt(preset.mixedMaps()))
                .reshape(-1, preset.mixedChannels(), low, low)
                .add(constant);
        return ops.call(
                "residual_planes",
                x,
                kernels(ops, slot(ws, LOW), "planes.low", true, 1),
                get("planes.low.bias"),
                kernels(ops, slot(ws, HIGH), "planes.high", true, 1),
                get("planes.high.bias"),
                kernels(ops, slot(ws, OUT), "planes.out", false, SPOKEN / Math.sqrt(preset.mixedChannels())),
                ops.scaled(get("planes.out.bias"), SPOKEN),
                ops.scaled(linear(ops, slot(ws, MEAN), "planes.scale"), SPOKEN, 1),
                get("planes.mean"),
                ops.mixesPrecision());
    }

    private static NDArray slot(NDArray ws, int index) {
        return ws.get(":, " + index);
    }

    private NDArray linear(TensorOps ops, NDArray x, String layer) {
        return ops.call("fully_connected", x, get(layer + ".weight"), get(layer + ".bias"), 1.0);
    }

    private NDArray kernels(TensorOps ops, NDArray w, String layer, boolean demodulate, double gain) {
        return ops.call(
                "styled_kernels",
                get(layer + ".weight"),
                w,
                get(layer + ".affine.weight"),
                get(layer + ".affine.bias"),
                demodulate,
                gain);
    }

    private NDArray get(String name) {
        return parameters.get(name);
    }
}
