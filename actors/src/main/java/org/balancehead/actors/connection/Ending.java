package org.balancehead.actors.connection;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ServerMessage;
import org.slf4j.Logger;

/**
 * How a connection ends: once, with its last word on its way out and for as long as that may take. Confined to the
 * connection.
 */
final class Ending {
    private final ActorRef<ClientConnection.Command> connection;
    private final TimerScheduler<ClientConnection.Command> timers;
    private final ConnectionSettings settings;
    private final WayOut way;
    private final SessionLine line;
    private final Logger log;
    private boolean begun;

    Ending(
            ActorRef<ClientConnection.Command> connection,
            TimerScheduler<ClientConnection.Command> timers,
            ConnectionSettings settings,
            WayOut way,
            SessionLine line,
            Logger log) {
        this.connection = connection;
        this.timers = timers;
        this.settings = settings;
        this.way = way;
        this.line = line;
        this.log = log;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Tells the client; a fatal problem is the last that it is told. */
    void say(ServerMessage message) {
        way.say(message).ifPresent(fatal -> leave(fatal.wireName()));
    }

    /** For what the client did, or the server failed at. */
    void fail(ErrorCode code, String sentence) {
        say(ServerMessage.Problem.of(code, sentence));
    }

    /** After what waits; the session is over for this client. */
    void close(CloseCode code, String reason) {
        way.close(code);
        leave(reason);
    }

    /** After what waits and a last word; the client may come back to its session. */
    void part(ServerMessage lastWord, CloseCode code, String reason) {
        way.close(lastWord, code);
        begin(reason);
    }

    private void leave(String reason) {
        if (!begun) {
            line.tell(new FromClient.ClientLeft(connection));
        }
        begin(reason);
    }

    private void begin(String reason) {
        if (!begun) {
            begun = true;
            line.goOn();
            timers.startSingleTimer(
                    ClientConnection.CloseDue.class, new ClientConnection.CloseDue(), settings.closeDeadline());
            log.info("Connection → closing, {}", reason);
        }
    }
}
