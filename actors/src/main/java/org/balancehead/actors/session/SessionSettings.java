package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
import org.balancehead.actors.admission.AdmissionSettings;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.flow.FlowBounds;

/**
 * What sessions may do.
 *
 * @param maxSessions sessions at a time, parked ones included, 1…100,000; further upgrades are refused
 * @param maxParked sessions that may wait for their client to come back, 1…100,000
 * @param helloDeadline from the admission to {@code hello}; an upgrade that never comes gives its place back after it
 * @param closeDeadline how long the last words may take to reach a slow client
 * @param drainDeadline how long a drain waits for sessions, unless it is told otherwise
 * @param capturePeriod least time between two {@code capture} messages
 * @param maxMessagesPerSecond text messages that one client may send a second, 1…10,000; twice as many in a burst
 * @param admission who may come in
 * @param views how far views give way to a slow connection
 * @param limits what clients are told in {@code welcome}; durations among them are kept here
 */
public record SessionSettings(
        int maxSessions,
        int maxParked,
        Duration helloDeadline,
        Duration closeDeadline,
        Duration drainDeadline,
        Duration capturePeriod,
        int maxMessagesPerSecond,
        AdmissionSettings admission,
        FlowBounds views,
        Limits limits) {
    private static final Duration LONGEST_NOTICE = Duration.ofMinutes(1);

    /**
     * 16 sessions, 8 of them parked for 60 s at most, hello within 5 s, 25 s for a drain, 10 captures a second, frames
     * up to 4 MiB and 1920×1920, 30 s of silence, 8 h of a session.
     */
    public static final SessionSettings DEFAULTS = new SessionSettings(
            16,
            8,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(25),
            Duration.ofMillis(100),
            200,
            AdmissionSettings.DEFAULTS,
            FlowBounds.DEFAULTS,
            new Limits(4 << 20, 1920, 1920, 60, 16 << 10, 30, 60, 28_800));

    public SessionSettings {
        check("maxSessions", maxSessions, 100_000);
        check("maxParked", maxParked, 100_000);
        check("maxMessagesPerSecond", maxMessagesPerSecond, 10_000);
        checkPositive("helloDeadline", helloDeadline);
        checkPositive("closeDeadline", closeDeadline);
        checkPositive("capturePeriod", capturePeriod);
        if (drainDeadline.isNegative()) {
            throw new IllegalArgumentException("drainDeadline is %s, but must be 0 or more.".formatted(drainDeadline));
        }
    }

    /** How long a session may last; empty for ever. */
    Optional<Duration> timeLimit() {
        return Optional.of(limits.sessionSeconds())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** How long before its end a session of limited time is told. */
    static Duration notice(Duration timeLimit) {
        Duration half = timeLimit.dividedBy(2);
        return half.compareTo(LONGEST_NOTICE) < 0 ? half : LONGEST_NOTICE;
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s is %d, but must be from 1 to %d.".formatted(name, value, most));
        }
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be more than nothing.".formatted(name, value));
        }
    }
}
