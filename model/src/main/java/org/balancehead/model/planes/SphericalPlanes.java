package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Two balls of three maps each, over polar angle, azimuth and radius (SphereHead, ECCV 2024, section 3.2). Their seams
 * and poles lie apart, and each counts where it is far from its own.
 *
 * <p>Both are fused from one image by a stack of two linear 1×1 convolutions each.
 *
 * @param features channels of a map
 * @param side of a map, in pixels
 * @param boxSide side of the cube that the maps span, in world units
 * @param imageChannels of the image
 * @param fusionChannels between the two convolutions
 */
public record SphericalPlanes(int features, int side, double boxSide, int imageChannels, int fusionChannels)
        implements PlaneRepresentation {
    private static final List<String> BALLS = List.of("planes.a", "planes.b");
    private static final int MAPS = 3;

    public SphericalPlanes {
        PlaneSizes.check(features, side, boxSide);
        if (imageChannels < 1 || fusionChannels < 1) {
            throw new IllegalArgumentException("Spherical planes are fused from positive numbers of channels.");
        }
    }

    @Override
    public int imageSide() {
        return side;
    }

    @Override
    public void describe(ParameterLayout layout) {
        for (String ball : BALLS) {
            layout.normal(ball + ".0.weight", 1, fusionChannels, imageChannels, 1, 1);
            layout.normal(ball + ".1.weight", 1, (long) MAPS * features, fusionChannels, 1, 1);
        }
    }

    /** {@code [N, 2, 3, C, h, h]}. */
    @Override
    public NDArray arrange(TensorOps ops, ParameterMap weights, NDArray images) {
        List<NDArray> stacks = BALLS.stream()
                .flatMap(ball -> List.of(weights.get(ball + ".0.weight"), weights.get(ball + ".1.weight")).stream())
                .toList();
        return ops.call("fuse_balls", images, stacks, MAPS);
    }

    @Override
    public NDArray features(TensorOps ops, NDArray planes, NDArray points) {
        return ops.call("ball_features", planes, points, 2 / boxSide);
    }

    @Override
    public NDArray table(TensorOps ops, NDArray planes) {
        return ops.call("map_table", planes.flatten(1, 2));
    }

    @Override
    public NDArray gather(TensorOps ops, NDArray table, NDArray points) {
        return ops.call("gather_balls", table, points, 2 / boxSide, side);
    }
}
