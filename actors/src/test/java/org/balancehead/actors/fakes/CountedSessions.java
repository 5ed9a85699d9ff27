package org.balancehead.actors.fakes;

import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.RateLimit;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.metrics.SessionMetrics;

/** Remembers who is there, who came back, and who was refused. */
public final class CountedSessions implements SessionMetrics {
    private final AtomicInteger resumed = new AtomicInteger();
    private final Tally<RefusalReason> refused = new Tally<>();
    private final Tally<RateLimit> exceeded = new Tally<>();
    private volatile int open;
    private volatile int parked;
    private volatile int capacity;

    /** Sessions open now, the parked ones included. */
    public int open() {
        return open;
    }

    public int parked() {
        return parked;
    }

    public int capacity() {
        return capacity;
    }

    public int resumed() {
        return resumed.get();
    }

    /** Upgrades that were refused for that. */
    public long refused(RefusalReason reason) {
        return refused.of(reason);
    }

    /** How many clients sent more of that than they may. */
    public long exceeded(RateLimit limit) {
        return exceeded.of(limit);
    }

    @Override
    public void sessionsOpen(int sessions, int limit) {
        open = sessions;
    }

    @Override
    public void sessionsParked(int sessions, int limit) {
        parked = sessions;
    }

    @Override
    public void sessionCapacity(int sessions) {
        capacity = sessions;
    }

    @Override
    public void sessionAdmitted() {}

    @Override
    public void sessionResumed() {
        resumed.incrementAndGet();
    }

    @Override
    public void sessionRefused(RefusalReason reason) {
        refused.count(reason);
    }

    @Override
    public void rateExceeded(RateLimit limit) {
        exceeded.count(limit);
    }

    @Override
    public void avatarsKept(int avatars, int limit) {}
}
