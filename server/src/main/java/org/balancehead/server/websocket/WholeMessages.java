package org.balancehead.server.websocket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
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
    private final Duration completionDeadline;
    private final MessageCodec codec;
    private final Materializer materializer;

    WholeMessages(Limits limits, ActorSystem<?> system) {
        this(limits, system, COMPLETION_DEADLINE);
    }

    /**
     * With another deadline.
     *
     * @param completionDeadline from a message's first byte to its last
     */
    WholeMessages(Limits limits, ActorSystem<?> system, Duration completionDeadline) {
        this.limits = limits;
        this.completionDeadline = completionDeadline;
        this.codec = new MessageCodec(limits.maxTextBytes());
        this.materializer = Materializer.createMaterializer(system);
    }

    CompletionStage<Incoming> read(Message message) {
        return message instanceof TextMessage text ? readText(text) : readBinary((BinaryMessage) message);
    }

    private CompletionStage<Incoming> readText(TextMessage message) {
        return message.isStrict()
                ? CompletableFuture.completedFuture(text(message.getStrictText()))
                : gathered(
                        message.getStreamedText().map(ByteString::fromString),
                        limits.maxTextBytes(),
                        bytes -> new Incoming.Text(tooLarge("maxTextBytes", limits.maxTextBytes()), bytes),
                        new Incoming.Text(unended(ErrorCode.BAD_JSON), 0),
                        text -> text(text.utf8String()));
    }

    private Incoming text(String text) {
        return new Incoming.Text(codec.parse(text), text.getBytes(StandardCharsets.UTF_8).length);
    }

    private CompletionStage<Incoming> readBinary(BinaryMessage message) {
        return message.isStrict()
                ? CompletableFuture.completedFuture(binary(message.getStrictData()))
                : gathered(
                        message.getStreamedData(),
                        limits.maxFrameBytes(),
                        bytes -> new Incoming.Binary(tooLarge("maxFrameBytes", limits.maxFrameBytes()), bytes),
                        new Incoming.Binary(unended(ErrorCode.BAD_FRAME), 0),
                        this::binary);
    }

    private Incoming binary(ByteString data) {
        return new Incoming.Binary(parse(data), data.size());
    }

    /**
     * One message of its pieces. What comes beyond the limit, or after the deadline, is read and dropped: to break its
     * stream off would end the socket before the client heard why.
     *
     * @param tooLarge the refusal of one of so many bytes, or more
     * @param unended the refusal of one that did not end in time
     */
    private CompletionStage<Incoming> gathered(
            Source<ByteString, ?> pieces,
            int most,
            IntFunction<Incoming> tooLarge,
            Incoming unended,
            Function<ByteString, Incoming> whole) {
        CompletableFuture<Incoming> result = new CompletableFuture<>();
        pieces.runFold(
                        ByteString.emptyByteString(),
                        (before, piece) -> {
                            int size = before.size() + piece.size();
                            if (size > most) {
                                result.complete(tooLarge.apply(size));
                            }
                            return result.isDone() ? ByteString.emptyByteString() : before.concat(piece);
                        },
                        materializer)
                .whenComplete((all, trouble) -> {
                    if (!result.isDone()) {
                        result.complete(trouble == null ? whole.apply(all) : unended);
                    }
                });
        return result.completeOnTimeout(unended, completionDeadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Parsed<Frame> parse(ByteString data) {
        return data.size() > limits.maxFrameBytes()
                ? tooLarge("maxFrameBytes", limits.maxFrameBytes())
                : FrameCodec.decode(data.toArrayUnsafe(), FrameKind.CAMERA);
    }

    private <T> Parsed<T> unended(ErrorCode code) {
        return new Parsed.Refused<>(
                code, "A message did not end within %d s of its beginning.".formatted(completionDeadline.toSeconds()));
    }

    private static <T> Parsed<T> tooLarge(String limit, int most) {
        return new Parsed.Refused<>(
                ErrorCode.FRAME_TOO_LARGE,
                "A message has more than %d bytes (%s): send less at once.".formatted(most, limit));
    }
}
