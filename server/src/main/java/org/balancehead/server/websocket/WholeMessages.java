package org.balancehead.server.websocket;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.Parsed;

/**
 * Makes whole messages of what a socket delivers, be it in one piece or streamed: bounded in size and in time, then
 * parsed. Nothing that a client sends becomes an exception.
 */
final class WholeMessages {
    /** From a message's first byte to its last; slow enough for a bad mobile network. */
    private static final Duration COMPLETION_DEADLINE = Duration.ofSeconds(10);

    private final Limits limits;
    private final MessageCodec codec;
    private final Materializer materializer;

    WholeMessages(Limits limits, ActorSystem<?> system) {
        this.limits = limits;
        this.codec = new MessageCodec(limits.maxTextBytes());
        this.materializer = Materializer.createMaterializer(system);
    }

    CompletionStage<Incoming> read(Message message) {
        if (message instanceof TextMessage text) {
            return readText(text).thenApply(Incoming.Text::new);
        }
        return readBinary((BinaryMessage) message).thenApply(Incoming.Binary::new);
    }

    private CompletionStage<Parsed<ClientMessage>> readText(TextMessage message) {
        if (message.isStrict()) {
            return CompletableFuture.completedFuture(codec.parse(message.getStrictText()));
        }
        return bounded(message.getStreamedText(), String::length, limits.maxTextBytes())
                .runFold(new StringBuilder(), StringBuilder::append, materializer)
                .handle((text, trouble) -> trouble == null
                        ? codec.parse(text.toString())
                        : refused(trouble, "maxTextBytes", limits.maxTextBytes(), ErrorCode.BAD_JSON));
    }

    private CompletionStage<Parsed<Frame>> readBinary(BinaryMessage message) {
        if (message.isStrict()) {
            return CompletableFuture.completedFuture(parse(message.getStrictData()));
        }
        return bounded(message.getStreamedData(), ByteString::size, limits.maxFrameBytes())
                .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
                .handle((data, trouble) -> trouble == null
                        ? parse(data)
                        : refused(trouble, "maxFrameBytes", limits.maxFrameBytes(), ErrorCode.BAD_FRAME));
    }

    private Parsed<Frame> parse(ByteString data) {
        return data.size() > limits.maxFrameBytes()
                ? tooLarge("maxFrameBytes", limits.maxFrameBytes())
                : FrameCodec.decode(data.toArrayUnsafe(), FrameKind.CAMERA);
    }

    private static <T> Source<T, ?> bounded(Source<T, ?> pieces, ToIntFunction<T> size, int most) {
        return pieces.limitWeighted(most, piece -> (long) size.applyAsInt(piece))
                .completionTimeout(COMPLETION_DEADLINE);
    }

    private static <T> Parsed<T> refused(Throwable trouble, String limit, int most, ErrorCode otherwise) {
        Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
        return cause instanceof StreamLimitReachedException
                ? tooLarge(limit, most)
                : new Parsed.Refused<>(
                        otherwise,
                        "A message did not end within %d s of its beginning."
                                .formatted(COMPLETION_DEADLINE.toSeconds()));
    }

    private static <T> Parsed<T> tooLarge(String limit, int most) {
        return new Parsed.Refused<>(
                ErrorCode.FRAME_TOO_LARGE,
                "A message has more than %d bytes (%s): send less at once.".formatted(most, limit));
    }
}
