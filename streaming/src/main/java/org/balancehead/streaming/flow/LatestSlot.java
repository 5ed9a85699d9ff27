package org.balancehead.streaming.flow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds at most one waiting item: a newer one replaces it, so that nothing queues and nothing is old. */
public final class LatestSlot<T> {
    private @Nullable T waiting;
    private long replaced;

    /** Puts an item in; returns whether one that waited was dropped for it. */
    public boolean offer(T item) {
        boolean replaces = waiting != null;
        if (replaces) {
            replaced++;
        }
        waiting = item;
        return replaces;
    }

    /** Takes the waiting item out. */
    public Optional<T> take() {
        Optional<T> taken = Optional.ofNullable(waiting);
        waiting = null;
        return taken;
    }

    /** How many items were dropped for newer ones. */
    public long replaced() {
        return replaced;
    }
}
