package org.balancehead.actors.session;

import java.time.Duration;
import org.balancehead.protocol.message.Limits;

/** Settings that differ from the defaults, for tests. */
final class Settings {
    private Settings() {}

    static SessionSettings places(int sessions) {
        return of(sessions, sessions, Duration.ofSeconds(30), 60, 0);
    }

    static SessionSettings helloWithin(Duration deadline) {
        return of(4, 4, deadline, 60, 0);
    }

    /** @param sessionSeconds 0 for ever */
    static SessionSettings lasting(int resumeSeconds, int sessionSeconds) {
        return of(4, 4, Duration.ofSeconds(30), resumeSeconds, sessionSeconds);
    }

    static SessionSettings of(int sessions, int parked, Duration helloDeadline, int resumeSeconds, int sessionSeconds) {
        SessionSettings defaults = SessionSettings.DEFAULTS;
        Limits limits = defaults.limits();
        return new SessionSettings(
                sessions,
                parked,
                helloDeadline,
                defaults.closeDeadline(),
                defaults.drainDeadline(),
                defaults.capturePeriod(),
                defaults.maxMessagesPerSecond(),
                defaults.admission(),
                defaults.views(),
                new Limits(
                        limits.maxFrameBytes(),
                        limits.maxFrameWidth(),
                        limits.maxFrameHeight(),
                        limits.maxFps(),
                        limits.maxTextBytes(),
                        limits.silenceSeconds(),
                        resumeSeconds,
                        sessionSeconds));
    }
}
