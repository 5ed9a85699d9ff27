package org.balancehead.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.ViewMetrics;

/** How far the streams of views have given way to their connections, and what these carry. */
final class ViewMeters implements ViewMetrics {
    /** More rungs than any ladder has; what is further down counts as the last. */
    private static final int RUNGS = 16;

    private static final double[] BYTES_PER_SECOND = {
        8e3, 16e3, 32e3, 64e3, 128e3, 256e3, 512e3, 1e6, 2e6, 4e6, 8e6, 16e6
    };

    private final List<AtomicInteger> sessions = new ArrayList<>();
    private final Counter down;
    private final Counter up;
    private final DistributionSummary carried;

    ViewMeters(Meters meters) {
        for (int rung = 0; rung < RUNGS; rung++) {
            sessions.add(meters.number(
                    "view.rung.sessions",
                    "Streams of views on each rung; 0 is what was agreed, more is smaller, coarser, rarer",
                    "rung",
                    Integer.toString(rung)));
        }
        down = meters.counter("view.steps", "Changes of a stream's rung", "direction", "down");
        up = meters.counter("view.steps", "Changes of a stream's rung", "direction", "up");
        carried = DistributionSummary.builder("balancehead.view.throughput")
                .description("What a connection carries at least, at each acknowledgement")
                .baseUnit("bytes_per_second")
                .serviceLevelObjectives(BYTES_PER_SECOND)
                .register(meters.registry());
    }

    @Override
    public void rungChanged(int from, int to) {
        if (from >= 0) {
            sessions.get(Math.min(from, RUNGS - 1)).decrementAndGet();
        }
        if (to >= 0) {
            sessions.get(Math.min(to, RUNGS - 1)).incrementAndGet();
        }
        if (from >= 0 && to >= 0) {
            (to > from ? down : up).increment();
        }
    }

    @Override
    public void connectionCarries(double bytesPerSecond) {
        carried.record(bytesPerSecond);
    }
}
