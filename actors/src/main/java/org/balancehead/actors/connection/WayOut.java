package org.balancehead.actors.connection;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** What waits for a client, and its socket, which takes one thing at a time. Confined to the connection. */
final class WayOut {
    private final Outbox outbox;
    private @Nullable ActorRef<ToSocket> socket;
    private boolean busy;
    private boolean viewOnItsWay;

    /** @param bound messages that may wait for a client; a client that lets more pile up does not read */
    WayOut(int bound) {
        outbox = new Outbox(bound);
    }

    void open(ActorRef<ToSocket> opened) {
        socket = opened;
        pump();
    }

    boolean isOpen() {
        return socket != null;
    }

    /** The socket took what it was given; returns whether that was a view. */
    boolean took() {
        boolean view = viewOnItsWay;
        busy = false;
        viewOnItsWay = false;
        pump();
        return view;
    }

    /**
     * Takes the message in. A fatal problem is the last one, and so is that too many messages wait.
     *
     * @return what was fatal, if it is the last one
     */
    Optional<ErrorCode> say(ServerMessage message) {
        if (message instanceof ServerMessage.Problem problem && problem.code().fatal()) {
            close(message, problem.code().closeCode().orElseThrow());
            return Optional.of(problem.code());
        }
        boolean taken = outbox.say(message);
        pump();
        return taken
                ? Optional.empty()
                : say(ServerMessage.Problem.of(
                        ErrorCode.OVERLOADED, "Messages pile up because this client does not read them."));
    }

    void show(Frame view) {
        outbox.show(view);
        pump();
    }

    /** Takes nothing in after this. */
    void close(CloseCode code) {
        outbox.close(code);
        pump();
    }

    /** As {@link #close(CloseCode)}, with a last message. */
    void close(ServerMessage lastWord, CloseCode code) {
        outbox.close(lastWord, code);
        pump();
    }

    /** Closes the socket, whatever waits. */
    void cut(CloseCode code) {
        if (socket != null) {
            socket.tell(new ToSocket.Close(code));
        }
    }

    /** There is no socket any more. */
    void lose() {
        socket = null;
    }

    private void pump() {
        if (socket != null && !busy) {
            Optional<ToSocket> next = outbox.next();
            if (next.isPresent()) {
                busy = true;
                viewOnItsWay = next.get() instanceof ToSocket.Show;
                socket.tell(next.get());
            }
        }
    }
}
