package org.balancehead.server.websocket;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Parsed;

/** One whole message of a client, parsed or refused. */
sealed interface Incoming {
    /** The message as the connection takes it. */
    ClientConnection.Command forConnection(ActorRef<ClientConnection.Taken> replyTo);

    record Text(Parsed<ClientMessage> message) implements Incoming {
        @Override
        public ClientConnection.Command forConnection(ActorRef<ClientConnection.Taken> replyTo) {
            return new ClientConnection.ClientSaid(replyTo, message);
        }
    }

    record Binary(Parsed<Frame> frame) implements Incoming {
        @Override
        public ClientConnection.Command forConnection(ActorRef<ClientConnection.Taken> replyTo) {
            return new ClientConnection.FrameArrived(replyTo, frame);
        }
    }
}
