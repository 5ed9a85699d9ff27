package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.TensorSession;

/**
 * Gives what no picture shows of a head the colours of what pictures show: what is off in a colour at a height of the
 * seen side is off in that colour at that height everywhere. So unseen hair follows seen hair, and skin follows skin,
 * before tuning corrects the seen side alone.
 */
final class ColourMatching {
    /** Rays that are asked. */
    static final int RAYS = 1024;

    /** Deviations of the kernel: of a colour, 0…1, and of a height on the chart, −1…1. */
    private static final double COLOUR_WIDTH = 0.08;

    private static final double HEIGHT_WIDTH = 0.3;

    /** How many rays must agree for half of what they say. */
    private static final double DOUBT = 2;

    private static final double[] GEOMETRY = CapsuleChart.geometry();

    private ColourMatching() {}

    /**
     * What is to be added to the colours of a head's chart map.
     *
     * @param head of one person, its map of even size {@code [1, 4, H, W]}
     * @return {@code [1, 3, H, W]}
     */
    static NDArray shift(TensorSession session, ChartGenerator generator, ChartHead head, SupervisingViews.Rays rays) {
        SeenRays seen = SeenRays.of(session, generator, head, rays);
        NDArray off = session.ops()
                .call(
                        "colours_off",
                        head.map(),
                        seen.origins(),
                        seen.directions(),
                        seen.seen().colour(),
                        seen.seen().weights(),
                        seen.seen().distances(),
                        seen.colours(),
                        seen.alphas(),
                        seen.inside(),
                        GEOMETRY);
        NDArray small = session.ops().call("average_pool", head.map(), 2);
        NDArray spread = session.ops().call("spread_colours", small, off, COLOUR_WIDTH, HEIGHT_WIDTH, DOUBT);
        return session.ops().call("chart_enlarge", spread);
    }
}
