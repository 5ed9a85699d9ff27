package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Three axis-aligned grids that are {@code depth} slices thick along their normal (PanoHead, CVPR 2023, section 3.2),
 * looked up trilinearly, zero outside: front and back of the head need not share a feature.
 *
 * @param features channels of a grid; the image has 3 · features · depth, grid by grid, then feature by feature
 * @param side of a grid, in pixels
 * @param depth slices
 * @param boxSide side of the cube that the grids span, in world units
 */
public record TriGrid(int features, int side, int depth, double boxSide) implements PlaneRepresentation {
    public TriGrid {
        PlaneSizes.check(features, side, boxSide);
        if (depth < 1) {
            throw new IllegalArgumentException("A tri-grid needs a slice, not %d.".formatted(depth));
        }
    }

    @Override
    public int imageChannels() {
        return TriPlane.PLANES * features * depth;
    }

    @Override
    public int imageSide() {
        return side;
    }

    /** {@code [N, 3, C, depth, h, h]}. */
    @Override
    public NDArray arrange(TensorOps ops, ParameterMap weights, NDArray images) {
        return ops.call("cut_grids", images, depth);
    }

    @Override
    public NDArray features(TensorOps ops, NDArray planes, NDArray points) {
        return ops.call("trigrid_features", planes, points, 2 / boxSide);
    }

    @Override
    public NDArray table(TensorOps ops, NDArray planes) {
        return ops.call("grid_table", planes);
    }

    @Override
    public NDArray gather(TensorOps ops, NDArray table, NDArray points) {
        return ops.call("gather_trigrid", table, points, 2 / boxSide, side, depth);
    }
}
