package org.balancehead.streaming.flow;

import java.time.Duration;

/**
 * An even pace: items are due one period apart. Lateness up to one period is made good, more is forgiven, so that a
 * stall is never followed by a burst.
 */
public final class Pace {
    private final long periodNanos;
    private long due;
    private boolean started;

    public Pace(double itemsPerSecond) {
        if (!(itemsPerSecond > 0)) {
            throw new IllegalArgumentException("A pace must be more than 0 a second, not " + itemsPerSecond + ".");
        }
        this.periodNanos = Math.round(1e9 / itemsPerSecond);
    }

    /** How long until the next item is due; zero when it is. */
    public Duration untilDue(long nowNanos) {
        return started && due - nowNanos > 0 ? Duration.ofNanos(due - nowNanos) : Duration.ZERO;
    }

    /** Counts one that goes out now. */
    public void spend(long nowNanos) {
        long earliest = nowNanos - periodNanos;
        long base = started && due - earliest > 0 ? due : earliest;
        due = (started ? base : nowNanos) + periodNanos;
        started = true;
    }
}
