package org.balancehead.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.balancehead.actors.admission.AdmissionSettings;
import org.balancehead.actors.archive.ArchiveSettings;
import org.balancehead.actors.connection.ConnectionSettings;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.RecoverySettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.flow.FlowBounds;

/** The keys {@code devices} and those below {@code sessions} and {@code inference}, as the live side takes them. */
final class LiveConfig {
    private static final int MOST_TICKETS = 4096;

    /** One a lane, and one that is taken back. */
    private static final int TICKETS_A_SESSION = 4;

    /** More serve more visitors than there are places for. */
    private static final int MOST_ANALYSERS = 16;

    private static final Pattern DEVICE = Pattern.compile("cpu|gpu\\d{1,3}");

    private LiveConfig() {}

    static SessionSettings sessions(CheckedKeys keys, Path home) {
        Duration capturePeriod =
                keys.duration("sessions.capture-period", Duration.ofMillis(10), Duration.ofSeconds(10));
        return new SessionSettings(
                keys.integer("sessions.max", 1, 100_000),
                keys.integer("sessions.max-parked", 1, 100_000),
                keys.duration("sessions.drain-deadline", Duration.ZERO, Duration.ofDays(1)),
                capturePeriod,
                keys.duration("sessions.settled-capture-period", capturePeriod, Duration.ofMinutes(1)),
                keys.duration("sessions.idle-after", Duration.ofMillis(100), Duration.ofHours(1)),
                connection(keys),
                admission(keys),
                new FlowBounds(
                        keys.integer("sessions.views.least-side", 16, 2048),
                        keys.integer("sessions.views.least-fps", 1, 240),
                        keys.duration("sessions.views.queueing-delay", Duration.ofMillis(1), Duration.ofSeconds(10)),
                        keys.duration("sessions.views.lateness", Duration.ZERO, Duration.ofSeconds(10)),
                        keys.duration("sessions.views.ack-patience", Duration.ofMillis(1), Duration.ofMinutes(1))),
                archive(keys, home));
    }

    private static ArchiveSettings archive(CheckedKeys keys, Path home) {
        return new ArchiveSettings(
                keys.optionalText("avatars.folder").map(home::resolve),
                keys.integer("avatars.max", 1, 100_000),
                (long) keys.integer("avatars.max-megabytes", 1, 1024) << 20,
                keys.duration("avatars.lifetime", Duration.ofMinutes(1), Duration.ofDays(366)),
                keys.duration("avatars.sweep-period", Duration.ofSeconds(1), Duration.ofDays(1)));
    }

    private static ConnectionSettings connection(CheckedKeys keys) {
        Limits limits = limits(keys);
        if (limits.maxBytesPerSecond() < limits.maxFrameBytes() / 2) {
            throw keys.invalid(
                    "sessions.max-bytes-per-second",
                    "is %d: it must be half of sessions.max-frame-bytes, %d, or more"
                            .formatted(limits.maxBytesPerSecond(), limits.maxFrameBytes()));
        }
        return new ConnectionSettings(
                keys.duration("sessions.hello-deadline", Duration.ofSeconds(1), Duration.ofMinutes(1)),
                keys.duration("sessions.close-deadline", Duration.ofMillis(100), Duration.ofMinutes(1)),
                keys.integer("sessions.max-messages-per-second", 1, 10_000),
                keys.integer("sessions.max-waiting-messages", 8, 10_000),
                limits);
    }

    private static AdmissionSettings admission(CheckedKeys keys) {
        double fullAt = keys.number("sessions.capacity.full-at", 0.1, 1);
        return new AdmissionSettings(
                keys.integer("sessions.max-per-address", 1, 100_000),
                keys.integer("sessions.openings-per-minute", 1, 100_000),
                keys.integer("sessions.addresses", 16, 1_000_000),
                new AdmissionSettings.Capacity(
                        keys.number("sessions.capacity.least-views-per-second", 0.01, 240),
                        keys.duration(
                                "sessions.capacity.longest-first-wait", Duration.ofMillis(100), Duration.ofHours(1)),
                        fullAt,
                        keys.number("sessions.capacity.reopen-at", 0.01, fullAt)));
    }

    static InferenceSettings inference(CheckedKeys keys) {
        return new InferenceSettings(
                devices(keys),
                analysers(keys),
                tickets(keys),
                keys.integer("inference.views-together", 0, 32),
                keys.integer("inference.patience", 1, 1000),
                recovery(keys),
                (long) keys.integer("inference.memory-budget-megabytes", 1, 1 << 20) << 20,
                keys.duration("inference.load-deadline", Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    private static List<String> devices(CheckedKeys keys) {
        List<String> devices = keys.texts("devices");
        if (devices.isEmpty() || devices.size() > InferenceSettings.MOST_DEVICES) {
            throw keys.invalid(
                    "devices",
                    "names %d devices: it must name from 1 to %d"
                            .formatted(devices.size(), InferenceSettings.MOST_DEVICES));
        }
        devices.stream()
                .filter(device -> !DEVICE.matcher(device).matches())
                .findFirst()
                .ifPresent(unknown -> {
                    throw keys.invalid("devices", "names \"%s\": a device is cpu, gpu0, gpu1, …".formatted(unknown));
                });
        return devices;
    }

    /** Not given, they are as many as all sessions can take. */
    private static int tickets(CheckedKeys keys) {
        int wanted = keys.integer("inference.tickets-per-device", 0, MOST_TICKETS);
        if (wanted == 1) {
            throw keys.invalid("inference.tickets-per-device", "is 1: it must be 0, or from 2 to " + MOST_TICKETS);
        }
        int places = keys.integer("sessions.max", 1, 100_000);
        return wanted > 0 ? wanted : Math.min(MOST_TICKETS, TICKETS_A_SESSION * places);
    }

    private static int analysers(CheckedKeys keys) {
        int wanted = keys.integer("inference.analysers", 0, InferenceSettings.MOST_DEVICES);
        int cores = Runtime.getRuntime().availableProcessors();
        return wanted > 0 ? wanted : Math.max(1, Math.min(MOST_ANALYSERS, cores / 2));
    }

    private static RecoverySettings recovery(CheckedKeys keys) {
        Duration restartDelay = keys.duration("inference.restart-delay", Duration.ZERO, Duration.ofMinutes(1));
        Duration leastHangTime =
                keys.duration("inference.least-hang-time", Duration.ofMillis(100), Duration.ofMinutes(10));
        return new RecoverySettings(
                restartDelay,
                keys.duration("inference.max-restart-delay", restartDelay, Duration.ofMinutes(10)),
                keys.integer("inference.max-crashes", 1, 20),
                keys.integer("inference.max-crashes-of-session", 1, 20),
                keys.duration("inference.crash-window", Duration.ofSeconds(1), Duration.ofHours(24)),
                keys.integer("inference.hang-factor", 2, 100),
                leastHangTime,
                keys.duration("inference.most-hang-time", leastHangTime, Duration.ofHours(1)),
                keys.integer("inference.max-hung", 0, 20));
    }

    private static Limits limits(CheckedKeys keys) {
        return new Limits(
                keys.integer("sessions.max-frame-bytes", 1024, 64 << 20),
                keys.integer("sessions.max-frame-width", 16, 65_535),
                keys.integer("sessions.max-frame-height", 16, 65_535),
                keys.integer("sessions.max-fps", 1, 240),
                keys.integer("sessions.max-text-bytes", 256, 1 << 20),
                keys.integer("sessions.max-bytes-per-second", 1 << 16, 1 << 30),
                seconds(keys, "sessions.silence", Duration.ofSeconds(1), Duration.ofHours(1)),
                seconds(keys, "sessions.resume-window", Duration.ZERO, Duration.ofHours(1)),
                seconds(keys, "sessions.longest", Duration.ZERO, Duration.ofDays(7)));
    }

    private static int seconds(CheckedKeys keys, String key, Duration least, Duration most) {
        return Math.toIntExact(keys.duration(key, least, most).toSeconds());
    }
}
