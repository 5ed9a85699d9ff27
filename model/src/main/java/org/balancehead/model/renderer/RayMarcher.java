package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.balancehead.model.tensor.TensorOps;

/**
 * Composites the samples of each ray, front to back, by the midpoint rule: density, colour and depth of an interval are
 * the means of its ends, and nothing lies behind the last sample.
 */
public record RayMarcher(DensityActivation activation) {
    /**
     * The share of light that each interval stops.
     *
     * @param depths ascending: {@code [N, R, S]}
     * @param density raw: {@code [N, R, S]}
     * @return {@code [N, R, S − 1]}
     */
    public NDArray weights(TensorOps ops, NDArray depths, NDArray density) {
        return ops.call("ray_weights", depths, density, activation.kind(), activation.limit());
    }

    /**
     * Composites one or more sets of samples of the same rays, in any order.
     *
     * @param depths of each set: {@code [N, R, S]}
     * @param density raw, of each set: {@code [N, R, S]}
     * @param colour of each set: {@code [N, R, S, C]}
     */
    public MarchedRays march(TensorOps ops, List<NDArray> depths, List<NDArray> density, List<NDArray> colour) {
        NDArray[] out = ops.callList("composite", depths, density, colour, activation.kind(), activation.limit());
        return new MarchedRays(out[0], out[1], out[2], out[3], out[4], out[5]);
    }
}
