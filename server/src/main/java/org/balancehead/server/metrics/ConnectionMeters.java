package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.server.http.ConnectionMetrics;
import org.balancehead.server.http.ConnectionRefusal;

/** The connections of one port as meters. */
public final class ConnectionMeters implements ConnectionMetrics {
    private final AtomicInteger open;
    private final Map<ConnectionRefusal, Counter> refusals;

    /**
     * Meters of a port.
     *
     * @param port what it is called
     * @param limit connections that may be open
     */
    public ConnectionMeters(MeterRegistry registry, String port, int limit) {
        Meters meters = new Meters(registry);
        open = meters.number("connections", "HTTP connections open now, upgraded sockets not counted", "port", port);
        meters.number("connections.limit", "HTTP connections that may be open", "port", port)
                .set(limit);
        refusals = meters.counters(
                ConnectionRefusal.class,
                "reason",
                "connections.refused",
                "Connections that were closed without an answer",
                "port",
                port);
    }

    @Override
    public void connectionsOpen(int connections) {
        open.set(connections);
    }

    @Override
    public void connectionRefused(ConnectionRefusal why) {
        requireNonNull(refusals.get(why)).increment();
    }
}
