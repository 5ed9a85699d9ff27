package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/** The mean of a head's plane features at points, without gradients. */
@FunctionalInterface
public interface FeatureLookup {
    /**
     * Looks features up.
     *
     * @param points {@code [1, M, 3]}
     * @return {@code [1, M, C]}
     */
    NDArray at(TensorOps ops, NDArray points);
}
