package org.balancehead.actors.connection;

import java.time.Duration;
import org.balancehead.protocol.message.Limits;

/**
 * What one connection may do.
 *
 * @param helloDeadline from the admission to {@code hello}; an upgrade that never comes gives its place back after it
 * @param closeDeadline how long the last words may take to reach a slow client
 * @param maxMessagesPerSecond text messages that one client may send a second, 1…10,000; twice as many in a burst
 * @param maxWaitingMessages messages that may wait for one client, 8…10,000; whoever lets more pile up is closed
 * @param limits what clients are told in {@code welcome}; durations among them are kept by the server
 */
public record ConnectionSettings(
        Duration helloDeadline,
        Duration closeDeadline,
        int maxMessagesPerSecond,
        int maxWaitingMessages,
        Limits limits) {
    /** What a session says at once when it begins, and a few more. */
    private static final int LEAST_WAITING = 8;

    private static final int MOST = 10_000;

    /**
     * Hello within 5 s, frames up to 4 MiB and 1920×1920, 32 MiB a second, 30 s of silence, 60 s to come back, 8 h of a
     * session.
     */
    public static final ConnectionSettings DEFAULTS = new ConnectionSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            200,
            64,
            new Limits(4 << 20, 1920, 1920, 60, 16 << 10, 32 << 20, 30, 60, 28_800));

    public ConnectionSettings {
        check("maxMessagesPerSecond", maxMessagesPerSecond, 1);
        check("maxWaitingMessages", maxWaitingMessages, LEAST_WAITING);
        if (limits.maxBytesPerSecond() < limits.maxFrameBytes() / 2) {
            throw new IllegalArgumentException(
                    "maxBytesPerSecond is %d, but a frame of maxFrameBytes, %d, would be refused: it must be half of that."
                            .formatted(limits.maxBytesPerSecond(), limits.maxFrameBytes()));
        }
        checkPositive("helloDeadline", helloDeadline);
        checkPositive("closeDeadline", closeDeadline);
    }

    private static void check(String name, int value, int least) {
        if (value < least || value > MOST) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be from %d to %d.".formatted(name, value, least, MOST));
        }
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be more than nothing.".formatted(name, value));
        }
    }
}
