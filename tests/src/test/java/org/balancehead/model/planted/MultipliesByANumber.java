package org.balancehead.model.planted;

import ai.djl.ndarray.NDArray;

/** Planted: arithmetic whose number a gradient may find freed. */
public final class MultipliesByANumber {
    private MultipliesByANumber() {}

    public static NDArray twice(NDArray x) {
        return x.mul(2);
    }
}
