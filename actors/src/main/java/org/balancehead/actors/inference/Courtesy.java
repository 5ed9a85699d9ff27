package org.balancehead.actors.inference;

import java.time.Duration;

/**
 * Whether long work gives way to everything else for now. It does, until it has got next to nothing of the machine for
 * a second; then it takes its share for a while, so that it comes to an end under any load.
 */
final class Courtesy {
    /** The share of a core below which giving way has gone too far. */
    private static final double LEAST_SHARE = 0.25;

    private static final Duration JUDGED = Duration.ofSeconds(1);
    private static final Duration INSISTS = Duration.ofSeconds(5);

    private Duration took = Duration.ZERO;
    private Duration worked = Duration.ZERO;
    private boolean insists;
    private long sinceNanos;

    /** Whether the next piece gives way. */
    boolean givesWay(long nowNanos) {
        return !insists || nowNanos - sinceNanos > INSISTS.toNanos();
    }

    /**
     * A piece that gave way is done.
     *
     * @param time from its beginning to its end
     * @param core of that, how long it had a core
     */
    void gaveWay(Duration time, Duration core, long nowNanos) {
        took = took.plus(time);
        worked = worked.plus(core);
        if (took.compareTo(JUDGED) >= 0) {
            insists = worked.toNanos() < LEAST_SHARE * took.toNanos();
            sinceNanos = nowNanos;
            took = Duration.ZERO;
            worked = Duration.ZERO;
        }
    }
}
