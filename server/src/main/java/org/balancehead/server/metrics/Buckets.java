package org.balancehead.server.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** Bounds of the histograms: from a quick JPEG to a reconstruction that nobody would wait for. */
final class Buckets {
    static final Duration[] BOUNDS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private Buckets() {}
}
