package org.balancehead.server.client;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.frame.SequenceNumber;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * One socket to a server's {@code /v1/stream}. Any thread may send; nothing blocks: messages leave one after the other,
 * in the order in which they were given. What waits is bounded by who gives it: {@link #idle} says whether anything
 * does. Who does not wait for the end of a stage hears of a failure as listener.
 */
public final class StreamConnection implements AutoCloseable {
    /** The pace of a client that takes what comes as it comes. */
    public static final double AS_IT_COMES = Double.POSITIVE_INFINITY;

    /** The pace of a client that never takes anything off the socket. */
    public static final double NEVER = 0;

    private static final String SUBPROTOCOL = "balancehead.v1";
    private static final MessageCodec CODEC = new MessageCodec(1 << 20);

    private final WebSocket socket;
    private CompletableFuture<WebSocket> last;
    private long sequence;

    private StreamConnection(WebSocket socket) {
        this.socket = socket;
        this.last = CompletableFuture.completedFuture(socket);
    }

    /**
     * Connects.
     *
     * @param bytesPerSecond of messages that are taken off the socket, on average: {@link #AS_IT_COMES},
     *     {@link #NEVER}, or a pace between
     * @return fails with a {@link java.net.http.WebSocketHandshakeException} when the server refuses
     */
    public static CompletableFuture<StreamConnection> open(
            HttpClient http, URI address, StreamListener listener, double bytesPerSecond) {
        return http.newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .buildAsync(address, new Ear(listener, bytesPerSecond))
                .thenApply(StreamConnection::new);
    }

    /** Where a server on this machine takes sockets. */
    public static URI address(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/v1/stream");
    }

    public CompletionStage<?> say(ClientMessage message) {
        return sayText(CODEC.write(message));
    }

    public CompletionStage<?> sayText(String text) {
        return send(to -> to.sendText(text, true));
    }

    /** Sends a camera frame with the next number and a right header. */
    public synchronized CompletionStage<?> show(byte[] jpeg, int width, int height, long timeMicros) {
        sequence = SequenceNumber.next(sequence);
        FrameHeader header =
                new FrameHeader(FrameKind.CAMERA, Codec.JPEG, true, false, sequence, timeMicros, width, height, 0, 0);
        return sendBytes(FrameCodec.encode(new Frame(header, jpeg)));
    }

    public CompletionStage<?> sendBytes(byte[] bytes) {
        return send(to -> to.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /** One message in several pieces, which the socket delivers apart. */
    public synchronized CompletionStage<?> sendInPieces(byte[] bytes, int pieceSize) {
        for (int from = 0; from < bytes.length; from += pieceSize) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(pieceSize, bytes.length - from));
            boolean end = from + pieceSize >= bytes.length;
            send(to -> to.sendBinary(piece, end));
        }
        return last;
    }

    private synchronized CompletionStage<?> send(Function<WebSocket, CompletableFuture<WebSocket>> message) {
        last = last.thenCompose(message);
        return last;
    }

    /** Whether all that was given has left. */
    public synchronized boolean idle() {
        return last.isDone();
    }

    /** Drops the connection without a word. */
    @Override
    public void close() {
        socket.abort();
    }

    private static final class Ear implements WebSocket.Listener {
        private final StreamListener listener;
        private final double bytesPerSecond;
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        Ear(StreamListener listener, double bytesPerSecond) {
            this.listener = listener;
            this.bytesPerSecond = bytesPerSecond;
        }

        @Override
        public void onOpen(WebSocket opened) {
            if (bytesPerSecond > 0) {
                opened.request(bytesPerSecond < AS_IT_COMES ? 1 : Long.MAX_VALUE);
            }
        }

        /** At a pace, the next piece is taken when this one's time is over. */
        private void took(WebSocket from, int bytes) {
            if (bytesPerSecond < AS_IT_COMES) {
                long nanos = (long) (TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond);
                CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> from.request(1));
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean end) {
            text.append(piece);
            if (end) {
                ServerMessage message = understood(CODEC.parseServer(text.toString()));
                text.setLength(0);
                listener.said(message);
            }
            took(from, piece.length());
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer piece, boolean end) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            binary.writeBytes(bytes);
            if (end) {
                Frame view = understood(FrameCodec.decode(binary.toByteArray(), FrameKind.VIEW));
                binary.reset();
                listener.shown(view);
            }
            took(from, bytes.length);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            listener.closed(code);
            return null;
        }

        /** Also called with what the methods above throw. */
        @Override
        public void onError(WebSocket from, Throwable error) {
            listener.broken(error);
        }

        private static <T> T understood(Parsed<T> parsed) {
            if (parsed instanceof Parsed.Accepted<T> accepted) {
                return accepted.value();
            }
            throw new IllegalStateException(
                    "The server sent what the protocol does not know: " + ((Parsed.Refused<T>) parsed).message());
        }
    }
}
