package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * N heads, synthesised and ready to be looked at from any side.
 *
 * @param planes as their representation arranged them
 * @param background {@code [N, C, b, b]}, or none
 * @param w of the last layer, which colours the picture: {@code [N, W]}
 */
public record SynthesisedHead(NDArray planes, @Nullable NDArray background, NDArray w) {}
