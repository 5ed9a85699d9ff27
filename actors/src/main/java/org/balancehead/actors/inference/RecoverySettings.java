package org.balancehead.actors.inference;

import java.time.Duration;

/**
 * How devices get over failures.
 *
 * @param restartDelay wait after a worker's first crash; doubles with each crash in a row
 * @param maxRestartDelay the longest such wait
 * @param maxCrashes crashes in a row after which the device is given up, 1…20
 * @param maxCrashesOfSession failures of one session's work, each within the window, after which it alone is refused,
 *     1…20
 * @param crashWindow time without a failure after which a session's failures are forgotten
 * @param hangFactor a piece of work hangs when it takes so many times as long as the longest of its kind, 2…100
 * @param leastHangTime a piece of work that takes less never counts as hung
 * @param mostHangTime a piece of work that takes more always counts as hung
 * @param maxHung workers of one device that may hang at a time before it is given up, 0…20; each holds its memory
 */
public record RecoverySettings(
        Duration restartDelay,
        Duration maxRestartDelay,
        int maxCrashes,
        int maxCrashesOfSession,
        Duration crashWindow,
        int hangFactor,
        Duration leastHangTime,
        Duration mostHangTime,
        int maxHung) {
    /** Restarts after 0.2 s … 5 s, given up after 5 crashes in a row or with 3 hung workers; hung after 8 s … 1 min. */
    public static final RecoverySettings DEFAULTS = new RecoverySettings(
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            5,
            3,
            Duration.ofMinutes(5),
            5,
            Duration.ofSeconds(8),
            Duration.ofMinutes(1),
            2);

    public RecoverySettings {
        Range.check("maxCrashes", maxCrashes, 1, 20);
        Range.check("maxCrashesOfSession", maxCrashesOfSession, 1, 20);
        Range.check("hangFactor", hangFactor, 2, 100);
        Range.check("maxHung", maxHung, 0, 20);
        Range.checkPositive("crashWindow", crashWindow);
        Range.checkPositive("leastHangTime", leastHangTime);
        Range.checkOrder("restartDelay", restartDelay, "maxRestartDelay", maxRestartDelay);
        Range.checkOrder("leastHangTime", leastHangTime, "mostHangTime", mostHangTime);
    }
}
