package org.balancehead.server.websocket;

import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSink;
import org.apache.pekko.stream.typed.javadsl.ActorSource;
import org.apache.pekko.util.ByteString;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.ToSocket;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.MessageCodec;

/**
 * One socket as a flow of messages, joined to its connection with backpressure both ways: one message at a time each
 * way, the next when the last was taken. Ends as a whole when either side does.
 */
final class SessionFlow {
    private final ActorRef<ClientConnection.Command> connection;
    private final WholeMessages messages;
    private final MessageCodec codec;
    private volatile CloseCode closeCode = CloseCode.NORMAL;

    SessionFlow(ActorRef<ClientConnection.Command> connection, WholeMessages messages, MessageCodec codec) {
        this.connection = connection;
        this.messages = messages;
        this.codec = codec;
    }

    Flow<Message, Message, NotUsed> flow() {
        return Flow.fromSinkAndSourceCoupled(in(), out());
    }

    /** With which code the socket is to be closed; known when the flow completes. */
    CloseCode closeCode() {
        return closeCode;
    }

    private Sink<Message, NotUsed> in() {
        Sink<Incoming, NotUsed> toConnection =
                ActorSink.<Incoming, ClientConnection.Command, ClientConnection.Taken>actorRefWithBackpressure(
                                connection,
                                (replyTo, incoming) -> incoming.forConnection(replyTo),
                                ClientConnection.SocketReady::new,
                                ClientConnection.Taken.TAKEN,
                                new ClientConnection.SocketGone(),
                                failure -> new ClientConnection.SocketGone())
                        .withAttributes(Attributes.inputBuffer(1, 1)); // it has room for 16 otherwise
        return Flow.<Message>create().mapAsync(1, messages::read).to(toConnection);
    }

    private Source<Message, NotUsed> out() {
        return ActorSource.<ToSocket, ClientConnection.Command>actorRefWithBackpressure(
                        connection,
                        new ClientConnection.SocketTook(),
                        element -> Optional.empty(),
                        element -> Optional.empty())
                .takeWhile(this::goesOn)
                .map(this::render)
                .mapMaterializedValue(socket -> {
                    connection.tell(new ClientConnection.SocketOpened(socket));
                    return NotUsed.getInstance();
                });
    }

    private boolean goesOn(ToSocket element) {
        if (element instanceof ToSocket.Close close) {
            closeCode = close.code();
            return false;
        }
        return true;
    }

    private Message render(ToSocket element) {
        if (element instanceof ToSocket.Say say) {
            return TextMessage.create(codec.write(say.message()));
        }
        if (element instanceof ToSocket.Show show) {
            return BinaryMessage.create(ByteString.fromArrayUnsafe(FrameCodec.encode(show.frame())));
        }
        throw new IllegalArgumentException("A close is not a message.");
    }
}
