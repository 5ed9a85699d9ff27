package org.balancehead.server.benchmark;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.streaming.video.VideoFrame;
import org.jspecify.annotations.Nullable;

/** A client of a server on this machine, that notes when each thing came. Confined to one thread. */
final class LoopbackClient implements AutoCloseable {
    private static final MessageCodec CODEC = new MessageCodec(1 << 20);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Far more than the credits let come; beyond it the socket fails. */
    private static final int MOST_WAITING = 1024;

    /** What came, and when by {@link System#nanoTime}: either a message, or, without one, a view. */
    record Arrival(@Nullable ServerMessage message, long nanos) {
        boolean isView() {
            return message == null;
        }
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(MOST_WAITING);
    private final WebSocket socket;
    private long sequence;

    private LoopbackClient(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("balancehead.v1")
                .buildAsync(address, new Ear())
                .join();
    }

    /**
     * Connects as soon as the server takes visitors.
     *
     * @throws IllegalStateException when it does not in time
     */
    static LoopbackClient connect(InetSocketAddress server, long deadlineNanos) throws InterruptedException {
        URI address = URI.create("ws://127.0.0.1:%d/v1/stream".formatted(server.getPort()));
        while (true) {
            try {
                return new LoopbackClient(address);
            } catch (CompletionException refused) {
                if (System.nanoTime() > deadlineNanos) {
                    throw new IllegalStateException("The server took no visitor in time.", refused);
                }
                TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES_NANOS);
            }
        }
    }

    void say(ClientMessage message) {
        socket.sendText(CODEC.write(message), true).join();
    }

    /** Sends a camera frame. */
    void show(VideoFrame size, byte[] jpeg) {
        FrameHeader header = new FrameHeader(
                FrameKind.CAMERA, Codec.JPEG, true, false, ++sequence, 0, size.width(), size.height(), 0, 0);
        socket.sendBinary(ByteBuffer.wrap(FrameCodec.encode(new Frame(header, jpeg))), true)
                .join();
    }

    /** The next thing that came, or nothing when none does before the deadline. */
    @Nullable
    Arrival next(long deadlineNanos) throws InterruptedException {
        return arrivals.poll(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            text.append(piece);
            if (last) {
                if (CODEC.parseServer(text.toString()) instanceof Parsed.Accepted<ServerMessage> accepted) {
                    arrivals.add(new Arrival(accepted.value(), System.nanoTime()));
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer piece, boolean last) {
            if (last) {
                arrivals.add(new Arrival(null, System.nanoTime()));
            }
            from.request(1);
            return null;
        }
    }
}
