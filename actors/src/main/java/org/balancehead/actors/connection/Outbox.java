package org.balancehead.actors.connection;

import java.util.ArrayDeque;
import java.util.Optional;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ServerMessage;

/**
 * What waits for a session's socket, bounded, in its order. Of messages that only report a state the newest replaces
 * the one that waits; of views there is at most one, because the next is made only when the last was taken.
 */
final class Outbox {
    private final int bound;
    private final ArrayDeque<ToSocket> waiting = new ArrayDeque<>();
    private boolean closed;

    Outbox(int bound) {
        this.bound = bound;
    }

    /** Takes the message in, unless the bound is reached; returns whether it did. */
    boolean say(ServerMessage message) {
        if (message instanceof ServerMessage.Capture || message instanceof ServerMessage.Progress) {
            waiting.removeIf(other ->
                    other instanceof ToSocket.Say said && said.message().getClass() == message.getClass());
        }
        return closed || (waiting.size() < bound && waiting.add(new ToSocket.Say(message)));
    }

    void show(Frame view) {
        if (!closed) {
            waiting.add(new ToSocket.Show(view));
        }
    }

    /** Takes nothing in after this. */
    void close(CloseCode code) {
        if (!closed) {
            closed = true;
            waiting.removeIf(other -> other instanceof ToSocket.Show);
            waiting.add(new ToSocket.Close(code));
        }
    }

    /** As {@link #close(CloseCode)}, with a last message whatever the bound. */
    void close(ServerMessage lastWord, CloseCode code) {
        if (!closed) {
            waiting.add(new ToSocket.Say(lastWord));
            close(code);
        }
    }

    /** What goes out next. */
    Optional<ToSocket> next() {
        return Optional.ofNullable(waiting.poll());
    }
}
