package org.balancehead.actors.connection;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.protocol.message.ClientMessage;

/**
 * A client has said hello, and waits for its session.
 *
 * @param id of the connection, and of the session if it is to be a new one
 */
public record Arrival(SessionId id, ClientMessage.Hello hello, ActorRef<ClientConnection.Command> connection) {
    /** Without the token. */
    @Override
    public String toString() {
        return "Arrival[" + id + "]";
    }
}
