package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/** What rays pass through: a density and a colour at every point of space, for N heads at once. */
@FunctionalInterface
public interface RadianceField {
    /**
     * Looks the field up.
     *
     * @param points {@code [N, M, 3]}, head by head
     */
    FieldSamples at(TensorOps ops, NDArray points);
}
