package org.balancehead.server.load;

/**
 * A server's resident memory during a load.
 *
 * @param second since the first visitor came
 * @param megabytes of 10⁶ bytes
 */
public record MemoryPoint(double second, double megabytes) {}
