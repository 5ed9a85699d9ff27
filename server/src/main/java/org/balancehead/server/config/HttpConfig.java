package org.balancehead.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the server listens, and for how long it waits.
 *
 * @param host interface to listen on, a name or an address
 * @param port 0 takes a free one
 * @param maxConnections open at a time, upgraded sockets not counted
 * @param maxPerAddress of those, of one address
 * @param requestDeadline within which the headers of a connection's first request must have come
 * @param idleTimeout silence after which a connection is closed
 * @param stopDeadline what a stop gives to requests under way
 * @param tls its certificate; empty where it speaks in the clear
 * @param named what host and port are called where operators set them
 */
public record HttpConfig(
        String host,
        int port,
        int maxConnections,
        int maxPerAddress,
        Duration requestDeadline,
        Duration idleTimeout,
        Duration stopDeadline,
        Optional<TlsConfig> tls,
        Names named) {
    /** The public port's names. */
    public static final Names PUBLIC = new Names("--host", "--port");

    /** What operators set, in sentences for them. */
    public record Names(String host, String port) {}

    /** How addresses of it begin. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    static HttpConfig read(CheckedKeys keys, Path home) {
        return new HttpConfig(
                keys.text("http.interface"),
                keys.integer("http.port", 0, 65535),
                keys.integer("http.max-connections", 1, 65536),
                keys.integer("http.max-connections-per-address", 1, 65536),
                keys.duration("http.request-deadline", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                keys.duration("http.idle-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                keys.duration("http.stop-deadline", Duration.ZERO, Duration.ofMinutes(5)),
                TlsConfig.read(keys, "http.tls", home),
                PUBLIC);
    }
}
