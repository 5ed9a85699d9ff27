package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Three axis-aligned planes (EG3D, CVPR 2022, section 4.1), looked up bilinearly, zero outside.
 *
 * @param features channels of a plane; the image has three times as many, plane by plane
 * @param side of a plane, in pixels
 * @param boxSide side of the cube that the planes span, in world units
 * @param axes which planes there are
 */
public record TriPlane(int features, int side, double boxSide, Axes axes) implements PlaneRepresentation {
    static final int PLANES = 3;

    /** Which coordinates the planes show, by columns and rows. */
    public enum Axes {
        /** (x, y), (x, z), (y, z). */
        ORTHOGONAL(0),
        /** (x, y), (x, z), (z, x), as EG3D was released and trained: no plane shows y and z together. */
        RELEASED(1);

        private final int kind; // as the stage function numbers them

        Axes(int kind) {
            this.kind = kind;
        }
    }

    public TriPlane {
        PlaneSizes.check(features, side, boxSide);
    }

    @Override
    public int imageChannels() {
        return PLANES * features;
    }

    @Override
    public int imageSide() {
        return side;
    }

    /** {@code [N, 3, C, h, h]}. */
    @Override
    public NDArray arrange(TensorOps ops, ParameterMap weights, NDArray images) {
        return ops.call("cut_channels", images, PLANES);
    }

    @Override
    public NDArray features(TensorOps ops, NDArray planes, NDArray points) {
        return ops.call("triplane_features", planes, points, 2 / boxSide, axes.kind);
    }

    @Override
    public NDArray table(TensorOps ops, NDArray planes) {
        return ops.call("map_table", planes);
    }

    @Override
    public NDArray gather(TensorOps ops, NDArray table, NDArray points) {
        return ops.call("gather_triplane", table, points, 2 / boxSide, axes.kind, side);
    }
}
