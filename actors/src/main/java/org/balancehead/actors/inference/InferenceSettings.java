package org.balancehead.actors.inference;

import java.time.Duration;

/**
 * How devices schedule and recover.
 *
 * @param ticketsPerDevice pieces of work that may wait for one device, all its lanes and sessions together, 2…4096; a
 *     session holds at most one ticket a lane
 * @param patience pieces of more urgent work that may go before waiting work in a row, 1…1000
 * @param restartDelay wait after a worker's first crash; doubles with each crash in a row
 * @param maxRestartDelay the longest such wait
 * @param maxCrashes crashes in a row after which the device is given up, 1…20
 * @param maxCrashesOfSession crashes in a row that one session's work may cause before it alone is refused, 1…20
 * @param loadDeadline how long a deployed model may take until it can serve
 */
public record InferenceSettings(
        int ticketsPerDevice,
        int patience,
        Duration restartDelay,
        Duration maxRestartDelay,
        int maxCrashes,
        int maxCrashesOfSession,
        Duration loadDeadline) {
    /**
     * 64 tickets, a turn after 8 others, restarts after 0.2 s … 5 s, given up after 5 crashes in a row; two minutes to
     * load.
     */
    public static final InferenceSettings DEFAULTS =
            new InferenceSettings(64, 8, Duration.ofMillis(200), Duration.ofSeconds(5), 5, 3, Duration.ofMinutes(2));

    public InferenceSettings {
        check("ticketsPerDevice", ticketsPerDevice, 2, 4096);
        check("patience", patience, 1, 1000);
        check("maxCrashes", maxCrashes, 1, 20);
        check("maxCrashesOfSession", maxCrashesOfSession, 1, 20);
        if (loadDeadline.isNegative() || loadDeadline.isZero()) {
            throw new IllegalArgumentException(
                    "loadDeadline is %s, but must be more than nothing.".formatted(loadDeadline));
        }
        if (restartDelay.isNegative() || restartDelay.compareTo(maxRestartDelay) > 0) {
            throw new IllegalArgumentException("restartDelay is %s, but must be from 0 to maxRestartDelay, %s."
                    .formatted(restartDelay, maxRestartDelay));
        }
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be from %d to %d.".formatted(name, value, least, most));
        }
    }
}
