package org.balancehead.tests.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.ToSocket;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.SequenceNumber;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ServerMessage;

/** A socket for tests that takes what comes, or nothing, and notes whatever should not have come. */
final class RecordingSocket {
    private final boolean takes;
    private final List<ServerMessage> said = Collections.synchronizedList(new ArrayList<>());
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<CloseCode> closed = Optional.empty();
    private final AtomicInteger views = new AtomicInteger();
    private long lastView;
    private boolean full;

    RecordingSocket(boolean takes) {
        this.takes = takes;
    }

    Behavior<ToSocket> behavior(ActorRef<ClientConnection.Command> session) {
        return Behaviors.receive(ToSocket.class)
                .onAnyMessage(element -> {
                    note(element);
                    if (takes) {
                        session.tell(new ClientConnection.SocketTook());
                    }
                    return Behaviors.same();
                })
                .build();
    }

    List<ServerMessage> said() {
        return List.copyOf(said);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    Optional<CloseCode> closed() {
        return closed;
    }

    int views() {
        return views.get();
    }

    private void note(ToSocket element) {
        if (closed.isPresent()) {
            faults.add("after the close came " + element);
        }
        if (full) {
            faults.add("without being asked came " + element);
        }
        full = !takes;
        if (element instanceof ToSocket.Say say) {
            said.add(say.message());
        } else if (element instanceof ToSocket.Show show) {
            note(show.frame());
        } else {
            closed = Optional.of(((ToSocket.Close) element).code());
        }
    }

    private void note(Frame view) {
        if (views.getAndIncrement() > 0 && !SequenceNumber.isNewer(view.header().sequence(), lastView)) {
            faults.add("after view %d came view %d"
                    .formatted(lastView, view.header().sequence()));
        }
        lastView = view.header().sequence();
    }
}
