package org.balancehead.server.websocket;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Parsed;

/** One whole message of a client, parsed or refused, and the bytes that came of it. */
sealed interface Incoming {
    /** The message as the connection takes it. */
    ClientConnection.Command forConnection(ActorRef<ClientConnection.Taken> replyTo);

    record Text(Parsed<ClientMessage> message, int bytes) implements Incoming {
        @Override
        public ClientConnection.Command forConnection(ActorRef<ClientConnection.Taken> replyTo) {
            return new ClientConnection.ClientSaid(replyTo, message, bytes);
        }
    }

    record Binary(Parsed<Frame> frame, int bytes) implements Incoming {
        @Override
        public ClientConnection.Command forConnection(ActorRef<ClientConnection.Taken> replyTo) {
            return new ClientConnection.FrameArrived(replyTo, frame, bytes);
        }
    }
}
