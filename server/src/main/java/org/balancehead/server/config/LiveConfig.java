package org.balancehead.server.config;

import java.time.Duration;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.Limits;

/** The keys below {@code sessions} and {@code inference}, as the live side takes them. */
final class LiveConfig {
    /** Sessions cannot be resumed: a connection that is lost ends its session. */
    private static final int NO_RESUME = 0;

    private LiveConfig() {}

    static SessionSettings sessions(CheckedKeys keys) {
        return new SessionSettings(
                keys.integer("sessions.max", 1, 100_000),
                keys.duration("sessions.hello-deadline", Duration.ofSeconds(1), Duration.ofMinutes(1)),
                keys.duration("sessions.close-deadline", Duration.ofMillis(100), Duration.ofMinutes(1)),
                keys.duration("sessions.capture-period", Duration.ofMillis(10), Duration.ofSeconds(10)),
                keys.integer("sessions.max-messages-per-second", 1, 10_000),
                limits(keys));
    }

    static InferenceSettings inference(CheckedKeys keys) {
        Duration restartDelay = keys.duration("inference.restart-delay", Duration.ZERO, Duration.ofMinutes(1));
        return new InferenceSettings(
                keys.integer("inference.tickets-per-device", 2, 4096),
                keys.integer("inference.patience", 1, 1000),
                restartDelay,
                keys.duration("inference.max-restart-delay", restartDelay, Duration.ofMinutes(10)),
                keys.integer("inference.max-crashes", 1, 20),
                keys.integer("inference.max-crashes-of-session", 1, 20),
                keys.duration("inference.load-deadline", Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    private static Limits limits(CheckedKeys keys) {
        return new Limits(
                keys.integer("sessions.max-frame-bytes", 1024, 64 << 20),
                keys.integer("sessions.max-frame-width", 16, 65_535),
                keys.integer("sessions.max-frame-height", 16, 65_535),
                keys.integer("sessions.max-fps", 1, 240),
                keys.integer("sessions.max-text-bytes", 256, 1 << 20),
                (int) keys.duration("sessions.silence", Duration.ofSeconds(1), Duration.ofHours(1))
                        .toSeconds(),
                NO_RESUME);
    }
}
