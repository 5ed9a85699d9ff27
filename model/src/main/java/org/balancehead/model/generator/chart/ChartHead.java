package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;

/**
 * One or more heads as the chart generator synthesises them: what the field is sampled from.
 *
 * @param map {@code [N, 4, H, W]}: radius in world units, red, green, blue 0…1
 * @param planes residual features on the planes xy, xz, yz: {@code [N, 3, C, R, R]}
 */
public record ChartHead(NDArray map, NDArray planes) {}
