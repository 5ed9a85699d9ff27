package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * The outline of a head in a rendering. One ray a pixel meets a thin shell or passes it, which draws stairs; here a
 * pixel's coverage follows the opacity of the pixels about it, as in morphological antialiasing (Reshetov, HPG 2009).
 */
final class Outline {
    /** Change of coverage by change of the mean opacity of the pixels about. */
    private static final double STEEPNESS = 2;

    private Outline() {}

    /**
     * Draws the outline smoothly; what is not beside it stays as it is.
     *
     * @param rendering {@code [1, C + 2, h, w]} as {@link ChartRenderer#render} gives it, changed in place
     * @return the rendering
     */
    static NDArray smooth(TensorOps ops, NDArray rendering) {
        return ops.call("smooth_outline", rendering, STEEPNESS);
    }

    /**
     * Draws the outlines of several renderings smoothly, in few large operations.
     *
     * @param renderings {@code [N, C + 2, h, w]} as {@link ChartRenderer#renderTogether} gives them; not changed
     * @return what {@link #smooth} makes of each
     */
    static NDArray smoothTogether(TensorOps ops, NDArray renderings) {
        return ops.call("smooth_outlines", renderings, STEEPNESS);
    }
}
