package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
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
    private static final List<String> DECODER =
            List.of("field.hidden.weight", "field.hidden.bias", "field.out.weight", "field.out.bias");

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
     * What rays with known targets say of heads, the {@code l}-th of L rays belonging to head {@code l · N / L}. The
     * field is asked everywhere, but differentiated only at samples that are seen: the others' gradients are next to
     * nothing.
     *
     * @param shares what each term counts {@code [5]}
     */
    public Supervision supervise(TensorOps ops, ChartHead head, SupervisedRays rays, NDArray shares) {
        List<NDArray> decoder = DECODER.stream().map(parameters::get).toList();
        NDArray[] found = ops.callList(
                "reconstruct",
                head.map(),
                head.planes(),
                rays.origins(),
                rays.directions(),
                rays.depths(),
                rays.colours(),
                rays.alphas(),
                rays.distances(),
                rays.hits(),
                shares,
                GEOMETRY,
                softness,
                peak,
                decoder);
        List<NDArray> made = new ArrayList<>(List.of(head.map(), ops.call("plane_table", head.planes())));
        made.addAll(decoder);
        return new Supervision(found[0], made, List.of(found).subList(1, found.length));
    }

    /**
     * What rays say of heads.
     *
     * @param terms {@code [5]}: colour L1, opacity L1, expected distance to what is hit, distance of the surface from
     *     there, colour L1 there; the last three are means over the rays that hit
     * @param made what the terms depend on: map, residual planes as rows of features, the decoder's weights
     * @param gradients of the terms times their shares by each of these
     */
    public record Supervision(NDArray terms, List<NDArray> made, List<NDArray> gradients) {}

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
