package org.balancehead.actors.fakes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many times each thing happened. */
final class Tally<T> {
    private final Map<T, Long> times = new ConcurrentHashMap<>();

    void count(T what) {
        times.merge(what, 1L, Long::sum);
    }

    long of(T what) {
        return times.getOrDefault(what, 0L);
    }
}
