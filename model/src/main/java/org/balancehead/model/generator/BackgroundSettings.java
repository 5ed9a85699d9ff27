package org.balancehead.model.generator;

/**
 * Sizes of the background network.
 *
 * @param side of its picture, a power of two
 * @param channels of its synthesis
 */
public record BackgroundSettings(int side, SynthesisSettings channels) {}
