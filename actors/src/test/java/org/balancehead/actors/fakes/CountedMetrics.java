package org.balancehead.actors.fakes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.LiveMetrics;

/** Remembers what it was told. */
public final class CountedMetrics implements LiveMetrics {
    private final Map<DropReason, AtomicLong> drops = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger deepest = new AtomicInteger();

    public long drops(DropReason reason) {
        return drops.computeIfAbsent(reason, key -> new AtomicLong()).get();
    }

    public int sessions() {
        return sessions.get();
    }

    public int refused() {
        return refused.get();
    }

    /** The most work that ever waited for one device. */
    public int deepestQueue() {
        return deepest.get();
    }

    @Override
    public void deviceReady(String device, boolean ready, String sentence) {}

    @Override
    public void sessionsOpen(int open, int limit) {
        sessions.set(open);
    }

    @Override
    public void sessionRefused() {
        refused.incrementAndGet();
    }

    @Override
    public void waitingWork(String device, int depth, int tickets) {
        deepest.accumulateAndGet(depth, Math::max);
    }

    @Override
    public void dropped(DropReason reason) {
        drops.computeIfAbsent(reason, key -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void took(Step step, Duration duration) {}
}
