package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of N heads as they are rendered, before super-resolution; colours about −1…1.
 *
 * @param raw {@code [N, 3, h, h]}
 * @param depth in world units: {@code [N, 1, h, h]}
 * @param mask opacity, −0.001…1.001: {@code [N, 1, h, h]}
 * @param parsing probabilities of the classes, or null without a parsing head: {@code [N, classes, h, h]}
 * @param features the background behind them: {@code [N, C, h, h]}
 */
public record RawImages(
        NDArray raw, NDArray depth, NDArray mask, @Nullable NDArray parsing, NDArray features) {}
