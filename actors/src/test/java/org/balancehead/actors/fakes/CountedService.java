package org.balancehead.actors.fakes;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.ServiceMetrics;
import org.jspecify.annotations.Nullable;

/** Remembers what was said of the server's readiness. */
public final class CountedService implements ServiceMetrics {
    private final Map<String, Boolean> ready = new ConcurrentHashMap<>();
    private final AtomicInteger unready = new AtomicInteger();
    private volatile @Nullable String draining;

    /** What was last said of a part of the server; false for one of which nothing was. */
    public boolean ready(String part) {
        return ready.getOrDefault(part, false);
    }

    /** How many times anything was said not to be ready. */
    public int timesUnready() {
        return unready.get();
    }

    /** What was said of a drain; nothing when there was none. */
    public Optional<String> draining() {
        return Optional.ofNullable(draining);
    }

    @Override
    public void partReady(String part, boolean isReady, String sentence) {
        if (!isReady) {
            unready.incrementAndGet();
        }
        ready.put(part, isReady);
    }

    @Override
    public void draining(String sentence) {
        draining = sentence;
    }
}
