package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;

/**
 * L rays of N heads, a head's side by side, with what is to be seen there.
 *
 * @param origins {@code [L, 3]}
 * @param directions {@code [L, 3]}, unit length
 * @param depths sorted sample distances {@code [S, L]}
 * @param colours on white {@code [L, 3]}
 * @param alphas opacity {@code [L]}
 * @param distances of what is hit {@code [L]}, 0 where nothing is
 * @param hits where that is {@code [L, 3]}
 */
public record SupervisedRays(
        NDArray origins,
        NDArray directions,
        NDArray depths,
        NDArray colours,
        NDArray alphas,
        NDArray distances,
        NDArray hits) {}
