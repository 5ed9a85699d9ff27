package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Three planar maps and a spherical one ("3+1", HyPlaneHead, NeurIPS 2025): the (x, y), (x, z) and (y, z) planes and a
 * map of directions. Each is looked up by itself, bilinearly, zero outside.
 *
 * @param features channels of a map
 * @param side of a map, in pixels
 * @param boxSide side of the cube that the maps span, in world units
 * @param sphereMap the spherical map's projection
 * @param split how the maps are cut from the image
 */
public record HyPlane(int features, int side, double boxSide, SphereMap sphereMap, Split split)
        implements PlaneRepresentation {
    private static final int MAPS = 4;

    /** How the maps lie in the image. */
    public enum Split {
        /** Side by side, as quadrants from the top left by rows: all maps share the network's channels. */
        UNIFY,
        /** One behind the other: each map has channels of its own. */
        CHANNELS
    }

    public HyPlane {
        PlaneSizes.check(features, side, boxSide);
    }

    @Override
    public int imageChannels() {
        return split == Split.UNIFY ? features : MAPS * features;
    }

    @Override
    public int imageSide() {
        return split == Split.UNIFY ? 2 * side : side;
    }

    /** {@code [N, 4, C, h, h]}. */
    @Override
    public NDArray arrange(TensorOps ops, ParameterMap weights, NDArray images) {
        return split == Split.UNIFY ? ops.call("cut_quadrants", images) : ops.call("cut_channels", images, MAPS);
    }

    @Override
    public NDArray features(TensorOps ops, NDArray planes, NDArray points) {
        return ops.call("hyplane_features", planes, points, 2 / boxSide, sphereMap.kind());
    }

    @Override
    public NDArray table(TensorOps ops, NDArray planes) {
        return ops.call("map_table", planes);
    }

    @Override
    public NDArray gather(TensorOps ops, NDArray table, NDArray points) {
        return ops.call("gather_hyplane", table, points, 2 / boxSide, sphereMap.kind(), side);
    }
}
