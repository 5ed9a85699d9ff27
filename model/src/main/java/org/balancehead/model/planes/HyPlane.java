package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * Three planar maps and a spherical one ("3+1"), cut from one image (HyPlaneHead's unify-split), so that all four share
 * the synthesis network's channels.
 *
 * <p>The quadrants are, from the top left by rows, the (x, y), (x, z) and (y, z) planes and the spherical map. Each is
 * looked up by itself, bilinearly, zero outside.
 *
 * @param features channels of the image
 * @param planeSide side of a quadrant
 * @param boxSide side of the cube that the planes span, in world units
 * @param sphereMap the spherical map's projection
 */
public record HyPlane(int features, int planeSide, double boxSide, SphereMap sphereMap) implements PlaneRepresentation {
    @Override
    public int imageChannels() {
        return features;
    }

    @Override
    public int imageSide() {
        return 2 * planeSide;
    }

    /** {@code [N, 4, C, h, h]}. */
    @Override
    public NDArray arrange(TensorOps ops, NDArray images) {
        return ops.call("cut_quadrants", images);
    }

    @Override
    public NDArray features(TensorOps ops, NDArray planes, NDArray points) {
        return ops.call("hyplane_features", planes, points, 2 / boxSide, sphereMap.kind());
    }
}
