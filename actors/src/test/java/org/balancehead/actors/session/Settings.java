package org.balancehead.actors.session;

import java.time.Duration;
import org.balancehead.actors.connection.ConnectionSettings;
import org.balancehead.protocol.message.Limits;

/** Settings that differ from the defaults, for tests. */
public final class Settings {
    private Settings() {}

    /** So many sessions, all of which may be parked. */
    public static SessionSettings places(int sessions) {
        return of(sessions, sessions, 60, 0);
    }

    /**
     * Four sessions that last so long.
     *
     * @param sessionSeconds 0 for ever
     */
    public static SessionSettings lasting(int resumeSeconds, int sessionSeconds) {
        return of(4, 4, resumeSeconds, sessionSeconds);
    }

    /** So many sessions, and so many parked ones. */
    public static SessionSettings of(int sessions, int parked, int resumeSeconds, int sessionSeconds) {
        SessionSettings defaults = SessionSettings.DEFAULTS;
        ConnectionSettings connection = defaults.connection();
        Limits limits = connection.limits();
        return new SessionSettings(
                sessions,
                parked,
                defaults.drainDeadline(),
                defaults.capturePeriod(),
                defaults.settledCapturePeriod(),
                defaults.idleAfter(),
                new ConnectionSettings(
                        Duration.ofSeconds(30),
                        connection.closeDeadline(),
                        connection.maxMessagesPerSecond(),
                        connection.maxWaitingMessages(),
                        new Limits(
                                limits.maxFrameBytes(),
                                limits.maxFrameWidth(),
                                limits.maxFrameHeight(),
                                limits.maxFps(),
                                limits.maxTextBytes(),
                                limits.maxBytesPerSecond(),
                                limits.silenceSeconds(),
                                resumeSeconds,
                                sessionSeconds)),
                defaults.admission(),
                defaults.views(),
                defaults.archive());
    }
}
