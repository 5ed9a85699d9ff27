package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * The radiance field of a {@link ChartHead}: a thin shell at the chart's radius, coloured by the chart, both shifted by
 * what a small decoder reads from the residual planes. The decoder gives zero at first.
 */
public final class ChartField {
    private static final double[] GEOMETRY = CapsuleChart.geometry();

    private final ParameterMap parameters;
    private final double softness;
    private final double peak;

    /**
     * @param softness the shell's softness in world units: density is peak·sigmoid(depth below the surface / softness)
     */
    public ChartField(ParameterMap parameters, double softness, double peak) {
        this.parameters = parameters;
        this.softness = softness;
        this.peak = peak;
    }

    /** Draws the decoder's hidden layer; its output layer is zero. */
    public static void initialise(ChartPreset preset, ParameterMap parameters, Random random) {
        WeightDraw draw = new WeightDraw(parameters, random);
        draw.linear("field.hidden", preset.planeChannels(), preset.fieldHidden(), 0);
        draw.zeroLinear("field.out", preset.fieldHidden(), ChartPreset.MAP_CHANNELS + preset.fieldFeatures());
    }

    /** The shell's softness in world units: raw densities are distances to the surface over it. */
    public double softness() {
        return softness;
    }

    /**
     * The supervised terms of training rays, the {@code l}-th of L rays belonging to head {@code l · N / L}.
     *
     * @param origins {@code [L, 3]}
     * @param directions {@code [L, 3]}, unit length
     * @param depths sorted sample distances {@code [S, L]}
     * @param colours what is to be seen on white {@code [L, 3]}
     * @param alphas opacity that is to be seen {@code [L]}
     * @param distances of what is hit {@code [L]}, 0 where nothing is
     * @param hits where it is {@code [L, 3]}
     * @return {@code [5]}: colour L1, opacity L1, expected distance to what is hit, distance of the surface from there,
     *     colour L1 there; the last three are means over the rays that hit
     */
    public NDArray reconstruction(
            TensorOps ops,
            ChartHead head,
            NDArray origins,
            NDArray directions,
            NDArray depths,
            NDArray colours,
            NDArray alphas,
            NDArray distances,
            NDArray hits) {
        return ops.call(
                "reconstruction_terms",
                head.map(),
                head.planes(),
                origins,
                directions,
                depths,
                colours,
                alphas,
                distances,
                hits,
                GEOMETRY,
                softness,
                peak,
                parameters.get("field.hidden.weight"),
                parameters.get("field.hidden.bias"),
                parameters.get("field.out.weight"),
                parameters.get("field.out.bias"));
    }

    /** Raw density, colour and features at points {@code [N, M, 3]}: {@code [N, 4 + features, M]}. */
    public NDArray sample(TensorOps ops, ChartHead head, NDArray points) {
        return ops.call(
                "chart_field",
                head.map(),
                head.planes(),
                points,
                GEOMETRY,
                softness,
                parameters.get("field.hidden.weight"),
                parameters.get("field.hidden.bias"),
                parameters.get("field.out.weight"),
                parameters.get("field.out.bias"));
    }

    /**
     * Composites the field along rays, with the exact integral of the density between samples.
     *
     * @param origins {@code [N, M, 3]}
     * @param directions {@code [N, M, 3]}, unit length
     * @param depths sorted sample distances {@code [N, M, S]}
     */
    public RaySamples composite(TensorOps ops, ChartHead head, NDArray origins, NDArray directions, NDArray depths) {
        NDArray points = ops.call("points_along", origins, directions, depths);
        NDArray inside = ops.call("in_box", points, depths);
        NDArray[] parts = ops.callList("composite_chart", sample(ops, head, points), depths, inside, peak);
        return new RaySamples(parts[0], parts[1], parts[2]);
    }

    /**
     * What rays see.
     *
     * @param colour premultiplied colour and features {@code [N, 3 + features, M]}
     * @param weights of the intervals between samples {@code [N, M, S-1]}; their sum is the opacity
     * @param distances at which the intervals are seen {@code [N, M, S-1]}
     */
    public record RaySamples(NDArray colour, NDArray weights, NDArray distances) {}
}
