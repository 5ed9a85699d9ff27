package org.balancehead.actors.connection;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What a client has of its session: nothing, a hello that waits for one, or the session. Confined to the connection.
 */
final class SessionLine {
    /** Whom the hello waits for: nothing more is taken off the socket before the client has its session. */
    private @Nullable ActorRef<ClientConnection.Taken> hello;

    private @Nullable ActorRef<FromClient> session;

    /** The client asks for a session. */
    void await(ActorRef<ClientConnection.Taken> replyTo) {
        hello = replyTo;
    }

    boolean isAwaited() {
        return hello != null;
    }

    /** The client has its session. */
    void join(ActorRef<FromClient> joined) {
        session = joined;
        goOn();
    }

    /** The session has ended. */
    void lose() {
        session = null;
    }

    /** Takes further messages off the socket. */
    void goOn() {
        if (hello != null) {
            hello.tell(ClientConnection.Taken.TAKEN);
            hello = null;
        }
    }

    boolean isJoined() {
        return session != null;
    }

    /** Tells the session, if there is one. */
    void tell(FromClient what) {
        if (session != null) {
            session.tell(what);
        }
    }
}
