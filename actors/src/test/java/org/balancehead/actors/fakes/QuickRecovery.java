package org.balancehead.actors.fakes;

import java.time.Duration;
import java.util.List;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.RecoverySettings;

/** Settings of devices that few pieces of work may wait for, and that restart at once. */
public final class QuickRecovery {
    private QuickRecovery() {}

    /**
     * Eight tickets, a minute to load, and hung after a minute.
     *
     * @param maxCrashes in a row, after which the device is given up
     * @param maxCrashesOfSession after which a session is refused
     */
    public static InferenceSettings after(int maxCrashes, int maxCrashesOfSession) {
        return after(maxCrashes, maxCrashesOfSession, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    /**
     * Other times.
     *
     * @param hangTime after which work counts as hung
     * @param loadDeadline after which a model that opens counts as hung
     */
    public static InferenceSettings after(
            int maxCrashes, int maxCrashesOfSession, Duration hangTime, Duration loadDeadline) {
        RecoverySettings recovery = new RecoverySettings(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                maxCrashes,
                maxCrashesOfSession,
                Duration.ofMinutes(5),
                5,
                hangTime,
                hangTime,
                2);
        return new InferenceSettings(List.of("cpu"), 1, 8, 0, 8, recovery, 1L << 30, loadDeadline);
    }
}
