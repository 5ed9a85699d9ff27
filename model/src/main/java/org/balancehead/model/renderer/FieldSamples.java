package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;

/**
 * A field's values at points.
 *
 * @param density raw, before its {@link DensityActivation}: {@code [N, M]}
 * @param colour colours or features: {@code [N, M, C]}
 */
public record FieldSamples(NDArray density, NDArray colour) {}
