package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.generator.chart.ChartField;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.TensorOps;

/**
 * How far a head's outline is from that of its pictures. The shell is thin, so that a ray that passes it sees nothing
 * of it: colour and opacity move an outline only where it is already right to a pixel or two. Here a ray that should
 * see the head and passes it draws the surface nearest to it, and one that should not and enters it pushes the surface
 * away, as far as it lies below it (after the mask loss of IDR: Yariv et al., NeurIPS 2020, eq. 7, without its
 * softness, which would move outlines that are right).
 */
final class SilhouetteTerm {
    /** What a world unit counts beside a colour. */
    private static final double WEIGHT = 20;

    /** Samples a ray to find where it is nearest to the surface, or deepest below it. */
    private static final int SAMPLES = 32;

    private static final double[] GEOMETRY = CapsuleChart.geometry();

    private SilhouetteTerm() {}

    /** The term, a scalar; rays whose alpha is neither 0 nor 1 are asked nothing. */
    static NDArray of(TensorOps ops, ChartField field, ChartHead head, SeenRays rays) {
        NDArray nearest = ops.call(
                "closest_depths", ops.detach(head.map()), rays.origins(), rays.directions(), GEOMETRY, SAMPLES);
        NDArray points = ops.call(
                "points_along", rays.origins().expandDims(0), rays.directions().expandDims(0), nearest);
        NDArray depth = ops.scaled(field.sample(ops, head, points).get(":, 0"), field.softness());
        return ops.scaled(ops.call("silhouette_term", depth, nearest, rays.alphas(), rays.known()), WEIGHT);
    }
}
