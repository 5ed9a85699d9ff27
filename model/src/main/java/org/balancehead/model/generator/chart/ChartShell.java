package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.balancehead.model.tensor.TensorSession;

/**
 * One {@link ChartHead} baked for rendering: the surface of its whole field as a chart map, and points that cover it.
 * Made by {@link ShellBaking}, once for each revision of a head; what it is made of is not needed to render it.
 *
 * @param relief {@code [1, 2, H, W + 2]}: radius of the surface in world units, and by how much raw density falls per
 *     unit of distance from it; the columns at both ends are repeated on the other side
 * @param appearance {@code [1, 3 + features, H, W + 2]} of the surface: red, green, blue 0…1, features; columns as
 *     above
 * @param cover {@code [7, M]}: points of the surface, outward unit normals, and the products of both
 */
public record ChartShell(NDArray relief, NDArray appearance, NDArray cover) {
    /** Moves the arrays out of the session into {@code owner}, which frees them. */
    public ChartShell keep(TensorSession session, NDManager owner) {
        return new ChartShell(session.keep(relief, owner), session.keep(appearance, owner), session.keep(cover, owner));
    }
}
