package org.balancehead.server.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.actors.admission.AddressBook.Caller;
import org.balancehead.server.config.AddressRange;

/**
 * How many connections each address has open on one port, and the most that it may have; trusted proxies may have any
 * number, for they bring everybody. As large as there are connections. Safe for all threads.
 */
public final class AddressConnections {
    private final int most;
    private final List<AddressRange> trusted;
    private final ConnectionMetrics metrics;
    private final Map<Caller, Integer> open = new HashMap<>();
    private int all;

    /**
     * None yet.
     *
     * @param most that one address may have
     * @param trusted whose connections have no bound
     */
    public AddressConnections(int most, List<AddressRange> trusted, ConnectionMetrics metrics) {
        this.most = most;
        this.trusted = List.copyOf(trusted);
        this.metrics = metrics;
    }

    /** Counts one more, if the address may have it. */
    synchronized boolean enter(InetAddress from) {
        Caller caller = Caller.of(from);
        int now = open.getOrDefault(caller, 0);
        if (now >= most && trusted.stream().noneMatch(range -> range.contains(from))) {
            refused(ConnectionRefusal.ADDRESS_CONNECTIONS);
            return false;
        }
        open.put(caller, now + 1);
        metrics.connectionsOpen(++all);
        return true;
    }

    /** One that had entered is gone. */
    synchronized void leave(InetAddress from) {
        open.computeIfPresent(Caller.of(from), (caller, now) -> now > 1 ? now - 1 : null);
        metrics.connectionsOpen(--all);
    }

    void refused(ConnectionRefusal why) {
        metrics.connectionRefused(why);
    }
}
