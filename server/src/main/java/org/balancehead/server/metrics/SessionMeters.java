package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.RefusalReason;

/** Who is there, against the bounds, and who came, came back and was refused. */
final class SessionMeters {
    private final AtomicInteger open;
    private final AtomicInteger limit;
    private final AtomicInteger parked;
    private final AtomicInteger parkedLimit;
    private final AtomicInteger capacity;
    private final Counter admitted;
    private final Counter resumed;
    private final Map<RefusalReason, Counter> refusals;

    SessionMeters(Meters meters) {
        open = meters.number("sessions", "Sessions open now");
        limit = meters.number("sessions.limit", "Sessions that may be open");
        parked = meters.number("sessions.parked", "Sessions without a connection that may be resumed");
        parkedLimit = meters.number("sessions.parked.limit", "Sessions that may be parked");
        capacity = meters.number("sessions.capacity", "Sessions that the devices hold, by what they measure");
        admitted = meters.counter("sessions.admitted", "Upgrades that were granted");
        resumed = meters.counter("sessions.resumed", "Sessions whose client came back");
        refusals = meters.counters(RefusalReason.class, "reason", "sessions.refused", "Upgrades that were refused");
    }

    void open(int sessions, int most) {
        open.set(sessions);
        limit.set(most);
    }

    void parked(int sessions, int most) {
        parked.set(sessions);
        parkedLimit.set(most);
    }

    void capacity(int sessions) {
        capacity.set(sessions);
    }

    void admitted() {
        admitted.increment();
    }

    void resumed() {
        resumed.increment();
    }

    void refused(RefusalReason reason) {
        requireNonNull(refusals.get(reason)).increment();
    }
}
