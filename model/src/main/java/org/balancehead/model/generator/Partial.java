package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;

/**
 * Synthesis under way, between blocks.
 *
 * @param features {@code [N, C, h, h]}
 * @param image as far as it is made: {@code [N, imageChannels, h, h]}
 */
public record Partial(NDArray features, NDArray image) {}
