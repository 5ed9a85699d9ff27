package org.balancehead.actors.connection;

import java.time.Duration;

/** For how long a client has said nothing. Confined to the connection. */
final class Silence {
    private final long mostNanos;
    private long heardAt;

    /** @param most after which a client counts as gone */
    Silence(Duration most, long nowNanos) {
        this.mostNanos = most.toNanos();
        this.heardAt = nowNanos;
    }

    /** The client said something. */
    void end(long nowNanos) {
        heardAt = nowNanos;
    }

    /** How much longer it may last; zero when it has lasted too long. */
    Duration left(long nowNanos) {
        return Duration.ofNanos(Math.max(0, heardAt + mostNanos - nowNanos));
    }
}
