package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/**
 * Chooses depths along rays: first in equal strata, then where the first pass found weight (NeRF, ECCV 2020, section
 * 5.2; smoothed as Mip-NeRF does).
 *
 * @param near smallest depth
 * @param far largest depth; the last stratum begins there
 * @param coarse strata of the first pass, at least 4
 * @param fine samples of the second pass, or 0 for none
 * @param random whether samples are drawn within their strata and quantiles, or stand in their middles
 */
public record PointSampler(double near, double far, int coarse, int fine, boolean random) {
    public PointSampler {
        if (!(0 < near && near < far)) {
            throw new IllegalArgumentException("Depths must satisfy 0 < near < far: %s, %s.".formatted(near, far));
        }
        if (coarse < 4 || fine < 0) {
            throw new IllegalArgumentException(
                    "A ray needs at least 4 coarse and 0 fine samples, not %d and %d.".formatted(coarse, fine));
        }
    }

    /** The same sampler with another number of fine samples. */
    public PointSampler withFine(int samples) {
        return new PointSampler(near, far, coarse, samples, random);
    }

    /** Depths of the first pass, ascending: {@code [N, R, coarse]}. */
    public NDArray coarseDepths(TensorOps ops, RayBundle rays) {
        return ops.call("stratified_depths", rays.directions(), near, far, coarse, random);
    }

    /**
     * Depths of the second pass, ascending unless random; constants to gradients: {@code [N, R, fine]}.
     *
     * @param depths of the first pass
     * @param weights of the first pass: {@code [N, R, coarse − 1]}
     */
    public NDArray fineDepths(TensorOps ops, NDArray depths, NDArray weights) {
        return ops.call("importance_depths", depths, weights, fine, random);
    }
}
