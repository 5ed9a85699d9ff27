package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;

/**
 * What rays see.
 *
 * @param colour {@code [N, R, C]}, black where nothing is
 * @param depth mean depth of what is seen, clamped to the samples' depths in the whole call; the largest of them where
 *     nothing is: {@code [N, R]}
 * @param opacity 0…1: {@code [N, R]}
 */
public record RenderedRays(NDArray colour, NDArray depth, NDArray opacity) {}
