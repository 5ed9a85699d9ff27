package org.balancehead.actors.fakes;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;

/** Remembers how long work took, and what came to nothing. */
public final class CountedWork implements WorkMetrics {
    private final Map<Step, LongSummaryStatistics> times = new ConcurrentHashMap<>();
    private final Tally<DropReason> drops = new Tally<>();

    public long drops(DropReason reason) {
        return drops.of(reason);
    }

    /** How long a step took so far; nothing is counted if it never did. */
    public LongSummaryStatistics nanos(Step step) {
        return times.getOrDefault(step, new LongSummaryStatistics());
    }

    /** How long each step took on average, for people. */
    public String times() {
        return times.entrySet().stream()
                .map(entry -> "%s %.1f ms (%d)"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().getAverage() * 1e-6,
                                entry.getValue().getCount()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void took(Step step, Duration duration) {
        times.compute(step, (key, before) -> {
            LongSummaryStatistics statistics = before == null ? new LongSummaryStatistics() : before;
            statistics.accept(duration.toNanos());
            return statistics;
        });
    }

    @Override
    public void dropped(DropReason reason) {
        drops.count(reason);
    }
}
