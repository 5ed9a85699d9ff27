package org.balancehead.actors.connection;

import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ServerMessage;

/**
 * What a connection sends to its socket, one at a time: the next one only after {@link ClientConnection.SocketTook}.
 */
public sealed interface ToSocket {
    record Say(ServerMessage message) implements ToSocket {}

    record Show(Frame frame) implements ToSocket {}

    /** The last one. */
    record Close(CloseCode code) implements ToSocket {}
}
