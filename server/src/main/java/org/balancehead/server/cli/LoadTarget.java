package org.balancehead.server.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.balancehead.server.BalanceHeadServer;

/**
 * A server that is loaded.
 *
 * @param stream the socket's address
 * @param name the address as it was given; empty when the server runs in this process
 * @param patience how long it may take to be ready
 * @param own the server, when it runs in this process; ends with this
 */
record LoadTarget(URI stream, String name, Duration patience, Optional<BalanceHeadServer> own)
        implements AutoCloseable {
    @Override
    public void close() {
        own.ifPresent(BalanceHeadServer::close);
    }
}
