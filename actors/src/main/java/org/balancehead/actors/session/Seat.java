package org.balancehead.actors.session;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** Who has a session: its connection, and who has come for it with the right token. Confined to the session. */
final class Seat {
    private final ResumeToken token;
    private @Nullable ActorRef<ClientConnection.Command> connection;
    private @Nullable Arrival next;

    Seat(SessionId session) {
        token = new ResumeToken(session);
    }

    /** The token that is good now. */
    String token() {
        return token.text();
    }

    boolean isTaken() {
        return connection != null;
    }

    boolean isOf(ActorRef<ClientConnection.Command> other) {
        return other.equals(connection);
    }

    void take(ActorRef<ClientConnection.Command> taker) {
        connection = taker;
    }

    /** Lets the connection go, if there is one. */
    Optional<ActorRef<ClientConnection.Command>> leave() {
        Optional<ActorRef<ClientConnection.Command>> left = Optional.ofNullable(connection);
        connection = null;
        return left;
    }

    /** Whether this is to be the next, because its token is good and nobody else waits. */
    boolean claim(Arrival arrival) {
        boolean good =
                next == null && arrival.hello().resume().filter(token::isGood).isPresent();
        if (good) {
            next = arrival;
        }
        return good;
    }

    boolean isClaimed() {
        return next != null;
    }

    /** Who claimed it does so no more. */
    Optional<Arrival> unclaim() {
        Optional<Arrival> claimed = Optional.ofNullable(next);
        next = null;
        return claimed;
    }

    /** Who claimed it gets it now: the token is used. */
    Optional<Arrival> handOver() {
        Optional<Arrival> claimed = unclaim();
        claimed.ifPresent(arrival -> token.renew());
        return claimed;
    }

    /** Tells the client, if it is there. */
    void say(ServerMessage message) {
        tell(new ClientConnection.Say(message));
    }

    void show(Frame view) {
        tell(new ClientConnection.Show(view));
    }

    void close(CloseCode code) {
        tell(new ClientConnection.Close(code));
    }

    private void tell(ClientConnection.Command command) {
        if (connection != null) {
            connection.tell(command);
        }
    }
}
