package org.balancehead.server.websocket;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.Materializer;
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
        return message.isStrict()
                ? CompletableFuture.completedFuture(codec.parse(message.getStrictText()))
                : gathered(
                        message.getStreamedText().map(ByteString::fromString),
                        limits.maxTextBytes(),
                        tooLarge("maxTextBytes", limits.maxTextBytes()),
                        unended(ErrorCode.BAD_JSON),
                        text -> codec.parse(text.utf8String()));
    }

    private CompletionStage<Parsed<Frame>> readBinary(BinaryMessage message) {
        return message.isStrict()
                ? CompletableFuture.completedFuture(parse(message.getStrictData()))
                : gathered(
                        message.getStreamedData(),
                        limits.maxFrameBytes(),
                        tooLarge("maxFrameBytes", limits.maxFrameBytes()),
                        unended(ErrorCode.BAD_FRAME),
                        this::parse);
    }

    /**
     * One message of its pieces. What comes beyond the limit, or after the deadline, is read and dropped: to break its
     * stream off would end the socket before the client heard why.
     */
    private <T> CompletionStage<Parsed<T>> gathered(
            Source<ByteString, ?> pieces,
            int most,
            Parsed<T> tooLarge,
            Parsed<T> unended,
            Function<ByteString, Parsed<T>> parser) {
        CompletableFuture<Parsed<T>> result = new CompletableFuture<>();
        pieces.runFold(
                        ByteString.emptyByteString(),
                        (before, piece) -> {
                            boolean fits = before.size() + piece.size() <= most;
                            if (!fits) {
                                result.complete(tooLarge);
                            }
                            return fits && !result.isDone() ? before.concat(piece) : ByteString.emptyByteString();
                        },
                        materializer)
                .whenComplete((whole, trouble) -> {
                    if (!result.isDone()) {
                        result.complete(trouble == null ? parser.apply(whole) : unended);
                    }
                });
        return result.completeOnTimeout(unended, COMPLETION_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private Parsed<Frame> parse(ByteString data) {
        return data.size() > limits.maxFrameBytes()
                ? tooLarge("maxFrameBytes", limits.maxFrameBytes())
                : FrameCodec.decode(data.toArrayUnsafe(), FrameKind.CAMERA);
    }

    private static <T> Parsed<T> unended(ErrorCode code) {
        return new Parsed.Refused<>(
                code, "A message did not end within %d s of its beginning.".formatted(COMPLETION_DEADLINE.toSeconds()));
    }

    private static <T> Parsed<T> tooLarge(String limit, int most) {
        return new Parsed.Refused<>(
                ErrorCode.FRAME_TOO_LARGE,
                "A message has more than %d bytes (%s): send less at once.".formatted(most, limit));
    }
}
