package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;

/** How long each step took, and what came to nothing. Every step and every reason is there from the start, at zero. */
final class WorkMeters implements WorkMetrics {
    private final Map<DropReason, Counter> drops;
    private final Map<Step, Timer> steps = new EnumMap<>(Step.class);

    WorkMeters(Meters meters) {
        drops = meters.counters(
                DropReason.class, "reason", "drops", "Frames, views and pieces of work that came to nothing");
        for (Step step : Step.values()) {
            steps.put(
                    step,
                    Timer.builder("balancehead.step")
                            .description("How long a step took; the count of step \"render\" is the views rendered")
                            .tag("step", Meters.tag(step))
                            .serviceLevelObjectives(Buckets.BOUNDS)
                            .register(meters.registry()));
        }
    }

    @Override
    public void took(Step step, Duration duration) {
        requireNonNull(steps.get(step)).record(duration);
    }

    @Override
    public void dropped(DropReason reason) {
        requireNonNull(drops.get(reason)).increment();
    }
}
