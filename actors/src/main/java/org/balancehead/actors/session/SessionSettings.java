package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
import org.balancehead.actors.admission.AdmissionSettings;
import org.balancehead.actors.archive.ArchiveSettings;
import org.balancehead.actors.connection.ConnectionSettings;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.flow.FlowBounds;

/**
 * What sessions may do.
 *
 * @param maxSessions sessions at a time, parked ones included, 1…100,000; further upgrades are refused
 * @param maxParked sessions that may wait for their client to come back, 1…100,000
 * @param drainDeadline how long a drain waits for sessions, unless it is told otherwise
 * @param capturePeriod least time between two {@code capture} messages, and between two frames that are analysed
 * @param settledCapturePeriod the same once a reconstruction takes no further frames, not shorter
 * @param idleAfter whose client wants no view for so long lets others' reconstructions go before
 * @param connection what one connection may do, the limits that clients are told among it
 * @param admission who may come in
 * @param views how far views give way to a slow connection
 * @param archive whether and how avatars are kept
 */
public record SessionSettings(
        int maxSessions,
        int maxParked,
        Duration drainDeadline,
        Duration capturePeriod,
        Duration settledCapturePeriod,
        Duration idleAfter,
        ConnectionSettings connection,
        AdmissionSettings admission,
        FlowBounds views,
        ArchiveSettings archive) {
    private static final int MOST = 100_000;
    private static final Duration LONGEST_NOTICE = Duration.ofMinutes(1);

    /** 16 sessions, 8 of them parked, 25 s for a drain, 5 captures a second. */
    public static final SessionSettings DEFAULTS = new SessionSettings(
            16,
            8,
            Duration.ofSeconds(25),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            ConnectionSettings.DEFAULTS,
            AdmissionSettings.DEFAULTS,
            FlowBounds.DEFAULTS,
            ArchiveSettings.OFF);

    public SessionSettings {
        check("maxSessions", maxSessions);
        check("maxParked", maxParked);
        checkPositive("capturePeriod", capturePeriod);
        checkPositive("idleAfter", idleAfter);
        if (settledCapturePeriod.compareTo(capturePeriod) < 0) {
            throw new IllegalArgumentException("settledCapturePeriod is %s, but must not be shorter than %s."
                    .formatted(settledCapturePeriod, capturePeriod));
        }
        if (drainDeadline.isNegative()) {
            throw new IllegalArgumentException("drainDeadline is %s, but must be 0 or more.".formatted(drainDeadline));
        }
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be more than nothing.".formatted(name, value));
        }
    }

    /** What clients are told in {@code welcome}. */
    public Limits limits() {
        return connection.limits();
    }

    /** How long avatars are kept that clients ask to keep; 0 where none is. */
    int keepSeconds() {
        return archive.folder().isPresent() ? Math.toIntExact(archive.lifetime().toSeconds()) : 0;
    }

    /** How long a session may last; empty for ever. */
    Optional<Duration> timeLimit() {
        return Optional.of(limits().sessionSeconds())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** How long before its end a session of limited time is told. */
    static Duration notice(Duration timeLimit) {
        Duration half = timeLimit.dividedBy(2);
        return half.compareTo(LONGEST_NOTICE) < 0 ? half : LONGEST_NOTICE;
    }

    private static void check(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException("%s is %d, but must be from 1 to %d.".formatted(name, value, MOST));
        }
    }
}
