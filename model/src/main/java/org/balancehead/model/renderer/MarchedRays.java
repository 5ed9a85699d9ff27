package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;

/**
 * Composited rays with what they were composited from.
 *
 * @param colour {@code [N, R, C]}, black where nothing is
 * @param depth mean depth of what is seen, infinite where nothing is: {@code [N, R]}
 * @param opacity sum of the weights, 0…1: {@code [N, R]}
 * @param density raw, of all samples in order: {@code [N, R, S]}
 * @param weights of the intervals between them: {@code [N, R, S − 1]}
 * @param depths of all samples, ascending: {@code [N, R, S]}
 */
public record MarchedRays(
        NDArray colour, NDArray depth, NDArray opacity, NDArray density, NDArray weights, NDArray depths) {}
