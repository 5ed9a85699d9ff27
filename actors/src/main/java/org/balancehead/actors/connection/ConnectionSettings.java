package org.balancehead.actors.connection;

import java.time.Duration;
import org.balancehead.protocol.message.Limits;

/**
 * What one connection may do.
 *
 * @param helloDeadline from the admission to {@code hello}; an upgrade that never comes gives its place back after it
 * @param closeDeadline how long the last words may take to reach a slow client
 * @param maxMessagesPerSecond text messages that one client may send a second, 1…10,000; twice as many in a burst
 * @param limits what clients are told in {@code welcome}; durations among them are kept by the server
 */
public record ConnectionSettings(
        Duration helloDeadline, Duration closeDeadline, int maxMessagesPerSecond, Limits limits) {
    /** Hello within 5 s, frames up to 4 MiB and 1920×1920, 30 s of silence, 60 s to come back, 8 h of a session. */
    public static final ConnectionSettings DEFAULTS = new ConnectionSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            200,
            new Limits(4 << 20, 1920, 1920, 60, 16 << 10, 30, 60, 28_800));

    public ConnectionSettings {
        if (maxMessagesPerSecond < 1 || maxMessagesPerSecond > 10_000) {
            throw new IllegalArgumentException(
                    "maxMessagesPerSecond is %d, but must be from 1 to 10000.".formatted(maxMessagesPerSecond));
        }
        checkPositive("helloDeadline", helloDeadline);
        checkPositive("closeDeadline", closeDeadline);
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be more than nothing.".formatted(name, value));
        }
    }
}
