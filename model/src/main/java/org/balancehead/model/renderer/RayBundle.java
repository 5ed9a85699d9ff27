package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * Rays through N heads, R of each.
 *
 * @param origins {@code [N, 1, 3]}, or {@code [N, R, 3]} where each ray has its own
 * @param directions {@code [N, R, 3]}, of unit length
 */
public record RayBundle(NDArray origins, NDArray directions) {
    /**
     * The rays of the pixels of square pictures, row by row.
     *
     * @param labels camera labels {@code [N, 25]}, as {@code CameraPose.label()} gives them
     * @param side of the pictures in pixels; R is its square
     */
    public static RayBundle of(TensorOps ops, NDArray labels, int side) {
        NDArray[] rays = ops.callList("camera_rays", labels, side);
        return new RayBundle(rays[0], rays[1]);
    }

    /** The points at the given depths {@code [N, R, S]}: {@code [N, R·S, 3]}. */
    public NDArray points(TensorOps ops, NDArray depths) {
        return ops.call("points_along", origins, directions, depths);
    }

    /** The rays of an index {@code [K]}. */
    RayBundle pick(TensorOps ops, NDArray index) {
        return new RayBundle(
                shared() ? origins : ops.call("pick", origins, 1, index), ops.call("pick", directions, 1, index));
    }

    /** The rays from one number up to another. */
    RayBundle part(TensorOps ops, int from, int to) {
        return new RayBundle(
                shared() ? origins : ops.call("part", origins, 1, from, to), ops.call("part", directions, 1, from, to));
    }

    /** Whether all rays of a head begin at one point. */
    private boolean shared() {
        return origins.getShape().get(1) == 1;
    }
}
