package org.balancehead.server.load;

/**
 * How far a load is.
 *
 * @param seconds since the first visitor came
 * @param seeing visitors that have seen a view
 * @param views that all have seen
 */
public record LoadProgress(int seconds, int seeing, long views) {}
