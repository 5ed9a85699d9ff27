package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.balancehead.actors.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Counts what went wrong on one device, and whose work it was.
 *
 * <p>A session is struck for each failure of its work, and banned after so many of which each came within the window
 * after the one before; its own successes in between do not clear it. The device's crashes are in a row until work of a
 * session without strikes is done.
 */
final class CrashRecord {
    private record Strikes(int count, long lastNanos) {}

    private final RecoverySettings settings;
    private final Map<SessionId, Strikes> strikes = new HashMap<>();
    private int crashesInARow;

    CrashRecord(RecoverySettings settings) {
        this.settings = settings;
    }

    /** The worker crashed, or hung, on the work of that session, or by itself. */
    void crashed(@Nullable SessionId culprit, long nowNanos) {
        crashesInARow++;
        if (culprit != null) {
            strike(culprit, nowNanos);
        }
    }

    /** A session's work failed and harmed nobody else. */
    void strike(SessionId session, long nowNanos) {
        strikes.put(session, new Strikes(strikesOf(session, nowNanos) + 1, nowNanos));
    }

    /** A session's work was done. */
    void succeeded(SessionId session) {
        if (!strikes.containsKey(session)) {
            crashesInARow = 0;
        }
    }

    /** The session is over. */
    void forget(SessionId session) {
        strikes.remove(session);
    }

    /** Whether a session's work is refused. */
    boolean banned(SessionId session, long nowNanos) {
        return strikesOf(session, nowNanos) >= settings.maxCrashesOfSession();
    }

    /** Whether a session's work failed lately. */
    boolean isStruck(SessionId session, long nowNanos) {
        return strikesOf(session, nowNanos) > 0;
    }

    private int strikesOf(SessionId session, long nowNanos) {
        Strikes before = strikes.get(session);
        return before == null
                        || nowNanos - before.lastNanos()
                                > settings.crashWindow().toNanos()
                ? 0
                : before.count();
    }

    int crashesInARow() {
        return crashesInARow;
    }

    /** Whether the device has crashed too often to be tried again. */
    boolean tooMany() {
        return crashesInARow >= settings.maxCrashes();
    }

    /** How long to wait before the next try. */
    Duration restartDelay() {
        Duration doubled = settings.restartDelay().multipliedBy(1L << (crashesInARow - 1));
        return doubled.compareTo(settings.maxRestartDelay()) < 0 ? doubled : settings.maxRestartDelay();
    }
}
