package org.balancehead.server.http;

/** Hears of the connections of one port; may be told by any thread. */
public interface ConnectionMetrics {
    /** So many are open, upgraded sockets not counted. */
    void connectionsOpen(int connections);

    /** One was closed without an answer. */
    void connectionRefused(ConnectionRefusal why);
}
