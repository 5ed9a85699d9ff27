package org.balancehead.actors.connection;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;

/** What a connection tells the session that its client has. */
public sealed interface FromClient {
    ActorRef<ClientConnection.Command> connection();

    /** The client said that, after its hello. */
    record ClientTold(ActorRef<ClientConnection.Command> connection, ClientMessage message) implements FromClient {}

    /** A camera frame came. */
    record FrameCame(ActorRef<ClientConnection.Command> connection, Frame frame) implements FromClient {}

    /** The socket took the last view. */
    record ViewTaken(ActorRef<ClientConnection.Command> connection) implements FromClient {}

    /** The client said bye, or did what ends a session. */
    record ClientLeft(ActorRef<ClientConnection.Command> connection) implements FromClient {}
}
