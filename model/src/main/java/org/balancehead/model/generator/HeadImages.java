package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;

/**
 * Pictures of N heads; colours about −1…1.
 *
 * @param image super-resolved: {@code [N, 3, H, H]}
 * @param raw as rendered: {@code [N, 3, h, h]}
 * @param depth in world units: {@code [N, 1, h, h]}
 * @param mask opacity, −0.001…1.001: {@code [N, 1, h, h]}
 * @param features as rendered, the background behind them: {@code [N, C, h, h]}
 */
public record HeadImages(NDArray image, NDArray raw, NDArray depth, NDArray mask, NDArray features) {}
