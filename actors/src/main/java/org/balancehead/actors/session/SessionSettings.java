package org.balancehead.actors.session;

import java.time.Duration;
import org.balancehead.protocol.message.Limits;

/**
 * What sessions may do.
 *
 * @param maxSessions sessions at a time, 1…100,000; further upgrades are refused
 * @param helloDeadline from the admission to {@code hello}; an upgrade that never comes gives its place back after it
 * @param closeDeadline how long the last words may take to reach a slow client
 * @param capturePeriod least time between two {@code capture} messages
 * @param maxMessagesPerSecond text messages that one client may send a second, 1…10,000; twice as many in a burst
 * @param limits what clients are told in {@code welcome}; {@code silenceSeconds} is kept here
 */
public record SessionSettings(
        int maxSessions,
        Duration helloDeadline,
        Duration closeDeadline,
        Duration capturePeriod,
        int maxMessagesPerSecond,
        Limits limits) {
    /** 16 sessions, hello within 5 s, 10 captures a second, frames up to 4 MiB and 1920×1920, 30 s of silence. */
    public static final SessionSettings DEFAULTS = new SessionSettings(
            16,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            200,
            new Limits(4 << 20, 1920, 1920, 60, 16 << 10, 30, 0));

    public SessionSettings {
        check("maxSessions", maxSessions, 100_000);
        check("maxMessagesPerSecond", maxMessagesPerSecond, 10_000);
        checkPositive("helloDeadline", helloDeadline);
        checkPositive("closeDeadline", closeDeadline);
        checkPositive("capturePeriod", capturePeriod);
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
