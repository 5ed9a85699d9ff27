package org.balancehead.server.websocket;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.session.AvatarSession;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Parsed;

/** One whole message of a client, parsed or refused. */
sealed interface Incoming {
    /** The message as the session takes it. */
    AvatarSession.Command forSession(ActorRef<AvatarSession.Taken> replyTo);

    record Text(Parsed<ClientMessage> message) implements Incoming {
        @Override
        public AvatarSession.Command forSession(ActorRef<AvatarSession.Taken> replyTo) {
            return new AvatarSession.ClientSaid(replyTo, message);
        }
    }

    record Binary(Parsed<Frame> frame) implements Incoming {
        @Override
        public AvatarSession.Command forSession(ActorRef<AvatarSession.Taken> replyTo) {
            return new AvatarSession.FrameArrived(replyTo, frame);
        }
    }
}
