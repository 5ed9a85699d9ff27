package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.RateLimit;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.metrics.SessionMetrics;

/** Who is there, against the bounds, who came, came back, was refused or sent too much, and what is kept of them. */
final class SessionMeters implements SessionMetrics {
    private final AtomicInteger open;
    private final AtomicInteger limit;
    private final AtomicInteger parked;
    private final AtomicInteger parkedLimit;
    private final AtomicInteger capacity;
    private final Counter admitted;
    private final Counter resumed;
    private final Map<RefusalReason, Counter> refusals;
    private final Map<RateLimit, Counter> exceeded;
    private final AtomicInteger avatarsKept;
    private final AtomicInteger avatarsLimit;

    SessionMeters(Meters meters) {
        open = meters.number("sessions", "Sessions open now");
        limit = meters.number("sessions.limit", "Sessions that may be open");
        parked = meters.number("sessions.parked", "Sessions without a connection that may be resumed");
        parkedLimit = meters.number("sessions.parked.limit", "Sessions that may be parked");
        capacity = meters.number("sessions.capacity", "Sessions that the devices hold, by what they measure");
        admitted = meters.counter("sessions.admitted", "Upgrades that were granted");
        resumed = meters.counter("sessions.resumed", "Sessions whose client came back");
        refusals = meters.counters(RefusalReason.class, "reason", "sessions.refused", "Upgrades that were refused");
        exceeded = meters.counters(
                RateLimit.class, "limit", "rate.exceeded", "Clients that sent more than they may, and were closed");
        avatarsKept = meters.number("avatars.kept", "Avatars that are kept in files");
        avatarsLimit = meters.number("avatars.limit", "Avatars that may be kept; 0 where none are");
    }

    @Override
    public void sessionsOpen(int sessions, int most) {
        open.set(sessions);
        limit.set(most);
    }

    @Override
    public void sessionsParked(int sessions, int most) {
        parked.set(sessions);
        parkedLimit.set(most);
    }

    @Override
    public void sessionCapacity(int sessions) {
        capacity.set(sessions);
    }

    @Override
    public void sessionAdmitted() {
        admitted.increment();
    }

    @Override
    public void sessionResumed() {
        resumed.increment();
    }

    @Override
    public void rateExceeded(RateLimit of) {
        requireNonNull(exceeded.get(of)).increment();
    }

    @Override
    public void avatarsKept(int avatars, int most) {
        avatarsKept.set(avatars);
        avatarsLimit.set(most);
    }

    @Override
    public void sessionRefused(RefusalReason reason) {
        requireNonNull(refusals.get(reason)).increment();
    }
}
