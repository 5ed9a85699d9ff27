package org.balancehead.server.websocket;

import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.event.Logging;
import org.apache.pekko.http.impl.engine.ws.FrameEvent;
import org.apache.pekko.http.impl.engine.ws.FrameStart;
import org.apache.pekko.http.impl.engine.ws.Protocol;
import org.apache.pekko.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import org.apache.pekko.http.impl.engine.ws.WebSocket;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.http.scaladsl.settings.WebSocketSettings;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Graph;
import org.apache.pekko.stream.javadsl.Flow;
import org.balancehead.protocol.message.CloseCode;
import scala.Option;

/**
 * Upgrades to a WebSocket that closes with a code of our choice. Pekko HTTP's public interface closes with 1000 after a
 * completed flow and 1011 after a failed one, and nothing else; this class goes one level below, to its frames, and
 * writes the code into the closing frame (docs/decisions tells more). Where that level is missing the public one
 * serves.
 */
final class CodedUpgrade {
    private CodedUpgrade() {}

    static HttpResponse upgrade(
            ActorSystem<?> system,
            WebSocketUpgrade upgrade,
            String subprotocol,
            Flow<Message, Message, NotUsed> messages,
            Supplier<CloseCode> code) {
        if (!(upgrade instanceof UpgradeToWebSocketLowLevel frames)) {
            return upgrade.handleMessagesWith(messages, subprotocol);
        }
        var classic = system.classicSystem();
        var stack = WebSocket.stack(
                true,
                (WebSocketSettings) ServerSettings.create(classic).getWebsocketSettings(),
                WebSocket.stack$default$3(),
                Logging.getLogger(classic, CodedUpgrade.class));
        Flow<FrameEvent, FrameEvent, NotUsed> handler = stack.join(
                        Flow.<org.apache.pekko.http.scaladsl.model.ws.Message>create()
                                .map(message -> (Message) message) // every one of them is; a Scala trait cannot say so
                                .via(messages)
                                .map(Message::asScala))
                .asJava()
                .map(frame -> isRegularClose(frame) ? closeFrame(code.get()) : frame);
        return frames.handleFrames(anyResult(handler), Option.apply(subprotocol));
    }

    /** Scala is content with a graph of any result; Java has to be told. */
    @SuppressWarnings("unchecked")
    private static Graph<FlowShape<FrameEvent, FrameEvent>, Object> anyResult(
            Graph<FlowShape<FrameEvent, FrameEvent>, NotUsed> graph) {
        return (Graph<FlowShape<FrameEvent, FrameEvent>, Object>) (Graph<?, ?>) graph;
    }

    private static boolean isRegularClose(FrameEvent frame) {
        return frame instanceof FrameStart start
                && start.header().opcode() == Protocol.Opcode$.MODULE$.forCode((byte) 8)
                && start.data().size() >= 2
                && code(start) == CloseCode.NORMAL.number();
    }

    private static int code(FrameStart close) {
        return (close.data().apply(0) & 0xff) << 8 | (close.data().apply(1) & 0xff);
    }

    private static FrameEvent closeFrame(CloseCode code) {
        return FrameEvent.closeFrame(code.number(), "", Option.empty());
    }
}
