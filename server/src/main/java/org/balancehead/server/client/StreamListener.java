package org.balancehead.server.client;

import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ServerMessage;

/** Hears what comes through a {@link StreamConnection}; called on the socket's threads, one call at a time. */
public interface StreamListener {
    void said(ServerMessage message);

    void shown(Frame view);

    /** The server closed the socket; nothing comes after this. */
    void closed(int code);

    /** The connection broke, or brought what the protocol does not know; nothing comes after this. */
    void broken(Throwable cause);
}
