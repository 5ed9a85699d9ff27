package org.balancehead.streaming.flow;

import java.time.Duration;

/**
 * How far a stream of views gives way to a slow connection.
 *
 * @param leastSide views are not made smaller than this, in pixels, 16…2048; where less was agreed, that is kept
 * @param leastFramesPerSecond views are not made rarer than this, 1…240; where less was agreed, that is kept
 * @param queueingDelay how much longer than at best an acknowledgement may take before fewer views are under way
 * @param lateness how much longer than until the next one is due a view may wait for its turn before it is left out
 * @param patience after so long without an acknowledgement from a client that has sent some, one more view is sent
 */
public record FlowBounds(
        int leastSide, int leastFramesPerSecond, Duration queueingDelay, Duration lateness, Duration patience) {
    /** 128 pixels, 6 views a second, 150 ms of queueing, 50 ms late, 2 s of patience. */
    public static final FlowBounds DEFAULTS =
            new FlowBounds(128, 6, Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofSeconds(2));

    public FlowBounds {
        check("leastSide", leastSide, 16, 2048);
        check("leastFramesPerSecond", leastFramesPerSecond, 1, 240);
        check("queueingDelay", queueingDelay.toMillis(), 1, 10_000);
        check("lateness", lateness.toMillis(), 0, 10_000);
        check("patience", patience.toMillis(), 1, 60_000);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be from %d to %d.".formatted(name, value, least, most));
        }
    }
}
