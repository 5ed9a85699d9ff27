package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * The linear model of chart maps: mean + w · components, the components scaled so that w ~ N(0, I) over heads and their
 * mirror images.
 *
 * <p>Heads mirrored are heads, so the mean is the same when it is mirrored, and of the components the first, the even
 * ones, are, while the others, the odd ones, turn into their negatives. The left halves of the maps say all.
 */
public final class LinearChart {
    /** Name of the left half of the mean map: {@code [4, H, W / 2]}. */
    public static final String MEAN = "chart.mean";

    /** Name of the left halves of the components: {@code [K, 4, H, W / 2]}. */
    public static final String BASIS = "chart.basis";

    private final ChartPreset preset;
    private final ParameterMap parameters;

    public LinearChart(ChartPreset preset, ParameterMap parameters) {
        this.preset = preset;
        this.parameters = parameters;
    }

    /**
     * Puts its weights.
     *
     * @param mean left half of the mean map: {@code [4 · H · W / 2]}
     * @param basis left halves of the components: {@code [K · 4 · H · W / 2]}
     */
    public static void put(ChartPreset preset, ParameterMap parameters, float[] mean, float[] basis) {
        parameters.put(MEAN, mean, meanShape(preset));
        parameters.put(BASIS, basis, basisShape(preset));
    }

    /** The shape of the left half of the mean map. */
    public static long[] meanShape(ChartPreset preset) {
        return new long[] {ChartPreset.MAP_CHANNELS, preset.mapHeight(), preset.mapWidth() / 2};
    }

    /** The shape of the left halves of the components. */
    public static long[] basisShape(ChartPreset preset) {
        long[] half = meanShape(preset);
        return new long[] {preset.wDimension(), half[0], half[1], half[2]};
    }

    /** The maps {@code [N, 4, H, W]} of w {@code [N, K]}. */
    public NDArray maps(TensorOps ops, NDArray w) {
        return ops.call("linear_maps", w, parameters.get(MEAN), parameters.get(BASIS), preset.wEven());
    }

    /** The mean map, whole and apart from any training: {@code [1, 4, H, W]}. */
    public NDArray mean(TensorSession session) {
        NDArray none = session.memory().zeros(new Shape(1, preset.wDimension()));
        return session.ops().detach(maps(session.ops(), none));
    }

    /** The components, whole and apart from any training: {@code [K, 4, H, W]}. */
    public NDArray components(TensorSession session) {
        NDArray each = session.memory().eye(preset.wDimension());
        return session.ops().detach(maps(session.ops(), each)).sub(mean(session));
    }

    /** What components and mean are to each other, channel by channel: {@code [4, K, K + 1]}. */
    NDArray products(TensorOps ops) {
        return ops.call("channel_products", parameters.get(MEAN), parameters.get(BASIS), preset.wEven());
    }
}
