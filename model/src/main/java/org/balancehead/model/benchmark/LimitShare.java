package org.balancehead.model.benchmark;

/**
 * How near a figure comes to what its arithmetic takes at best on the same machine, with as many threads, in the same
 * run.
 *
 * @param limit name of the figure that bounds it: {@code matmul_gflops}, {@code matmul_half_gflops} or
 *     {@code memory_bandwidth_gbps}
 * @param share time at that limit over the time taken: 1 is the limit. Caches can take look-ups beyond the bandwidth of
 *     the memory, and then it is more than 1
 */
public record LimitShare(String limit, double share) {}
