package org.balancehead.actors.planted;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.Supplier;

/** Reads a clock that jumps, in every way. */
public final class LooksAtTheWall {
    Instant callsNow() {
        return Instant.now();
    }

    Supplier<Instant> refersToNow() {
        return Instant::now;
    }

    long millis() {
        return System.currentTimeMillis();
    }

    @SuppressWarnings("JavaUtilDate") // that is what is planted
    Date date() {
        return new Date();
    }

    InstantSource source() {
        return InstantSource.system();
    }
}
