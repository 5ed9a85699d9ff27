package org.balancehead.tests.live;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what must come, long enough for a busy machine: only a failing test waits so long. */
final class Patience {
    static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private Patience() {}

    static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within %d s: %s.".formatted(LONG.toSeconds(), what));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Waits for another thread, for as long as it takes: for threads of a server that is held up. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }
}
