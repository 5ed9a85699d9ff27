package org.balancehead.actors.archive;

import java.time.Duration;
import java.time.Instant;

/** The wall's clock and a steady one, which tests advance, and set. Safe for all threads. */
final class TwoClocks {
    private Instant wall;
    private long steadyNanos;

    TwoClocks(Instant wall) {
        this.wall = wall;
    }

    /** Lets time pass on both. */
    synchronized void pass(Duration time) {
        wall = wall.plus(time);
        steadyNanos += time.toNanos();
    }

    /** Sets the wall's alone, forward or back. */
    synchronized void set(Duration by) {
        wall = wall.plus(by);
    }

    synchronized Instant wall() {
        return wall;
    }

    synchronized long steadyNanos() {
        return steadyNanos;
    }

    /** What a new process knows by them. */
    Lifetimes lifetimes(Duration doubt) {
        return new Lifetimes(this::wall, this::steadyNanos, doubt);
    }
}
