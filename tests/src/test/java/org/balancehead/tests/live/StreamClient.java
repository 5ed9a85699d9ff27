package org.balancehead.tests.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.client.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The client as tests use it: keeps all that comes, and waits for what a test wants to see. Several threads may send;
 * each waits until its message has left.
 */
public final class StreamClient implements AutoCloseable {
    /** Long enough for a busy machine; only a failing test waits so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> views = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StreamConnection connection;
    private volatile @Nullable ServerMessage lastProblem;
    private long sequence;

    private StreamClient(URI address, double bytesPerSecond) {
        connection = StreamConnection.open(HttpClient.newHttpClient(), address, new Ear(), bytesPerSecond)
                .join();
    }

    /** Connects to the server at that port. */
    public static StreamClient connect(int port) {
        return new StreamClient(address(port), StreamConnection.AS_IT_COMES);
    }

    /** Connects as soon as the server has room, which it has not before its model is open. */
    public static StreamClient connectWhenReady(int port) {
        return connectWhenReady(address(port));
    }

    /** As {@link #connectWhenReady(int)}, at a whole address. */
    public static StreamClient connectWhenReady(URI address) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return new StreamClient(address, StreamConnection.AS_IT_COMES);
            } catch (CompletionException refused) {
                if (System.nanoTime() > deadline) {
                    throw refused;
                }
            }
        }
    }

    /** Connects, and never takes anything off the socket. */
    public static StreamClient connectWithoutReading(int port) {
        return new StreamClient(address(port), StreamConnection.NEVER);
    }

    /** The address of the stream at that port. */
    public static URI address(int port) {
        return StreamConnection.address(port);
    }

    /** Says hello with the defaults and takes the welcome. */
    public ServerMessage.Welcome greet() {
        return greet(ClientMessage.Hello.standard());
    }

    public ServerMessage.Welcome greet(ClientMessage.Hello hello) {
        say(hello);
        return await(ServerMessage.Welcome.class);
    }

    /** A hello with the defaults that wants a session back. */
    public static ClientMessage.Hello returning(String token) {
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        return new ClientMessage.Hello(
                standard.codecsUp(),
                standard.codecsDown(),
                standard.size(),
                standard.fps(),
                standard.mode(),
                Optional.of(token),
                "");
    }

    public void say(ClientMessage message) {
        connection.say(message).toCompletableFuture().join();
    }

    public void sayText(String text) {
        connection.sayText(text).toCompletableFuture().join();
    }

    /** A camera frame with the next sequence number and a right header. */
    public void show(byte[] jpeg, int width, int height) {
        showNumbered(++sequence, jpeg, width, height);
    }

    public void showNumbered(long number, byte[] jpeg, int width, int height) {
        sendBytes(cameraFrame(number, number * 40_000, jpeg, width, height));
    }

    /** A camera frame with the next sequence number, captured then by the client's clock. */
    public void showOf(long timeMicros, byte[] jpeg, int width, int height) {
        sendBytes(cameraFrame(++sequence, timeMicros, jpeg, width, height));
    }

    private static byte[] cameraFrame(long number, long timeMicros, byte[] jpeg, int width, int height) {
        return FrameCodec.encode(new Frame(
                new FrameHeader(FrameKind.CAMERA, Codec.JPEG, true, false, number, timeMicros, width, height, 0, 0),
                jpeg));
    }

    public void sendBytes(byte[] bytes) {
        connection.sendBytes(bytes).toCompletableFuture().join();
    }

    /** One message in several pieces; the socket delivers them apart. */
    public void sendInPieces(byte[] bytes, int pieceSize) {
        connection.sendInPieces(bytes, pieceSize).toCompletableFuture().join();
    }

    /** The next message of that type; others before it are passed over. */
    public <T extends ServerMessage> T await(Class<T> type) {
        return await(type, message -> true);
    }

    /** The next message of that type that is as wanted; others before it are passed over. */
    public <T extends ServerMessage> T await(Class<T> type, Predicate<T> wanted) {
        return await(type, wanted, PATIENCE);
    }

    /** The next message of that type, however rare; others before it are passed over. */
    public <T extends ServerMessage> T await(Class<T> type, Duration patience) {
        return await(type, message -> true, patience);
    }

    private <T extends ServerMessage> T await(Class<T> type, Predicate<T> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            ServerMessage message = next(messages, deadline, type.getSimpleName());
            if (type.isInstance(message) && wanted.test(type.cast(message))) {
                return type.cast(message);
            }
        }
    }

    /** The next view. */
    public Frame awaitView() {
        return next(views, System.nanoTime() + PATIENCE.toNanos(), "view");
    }

    /** The last problem that the server told of, if it did. */
    public Optional<ServerMessage.Problem> lastProblem() {
        return Optional.ofNullable((ServerMessage.Problem) lastProblem);
    }

    /** The next view, if it comes within that time. */
    public Optional<Frame> pollView(long time, TimeUnit unit) {
        try {
            return Optional.ofNullable(views.poll(time, unit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the server.", e);
        }
    }

    /** Views that came and were not taken. */
    public int viewsWaiting() {
        return views.size();
    }

    /** The code with which the server closed. */
    public int awaitClose() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Drops the connection without a word. */
    public void vanish() {
        connection.close();
    }

    @Override
    public void close() {
        connection.close();
    }

    private <T> T next(BlockingQueue<T> queue, long deadline, String wanted) {
        while (System.nanoTime() < deadline) {
            boolean over = closed.isDone();
            T item = poll(queue);
            if (item != null) {
                return item;
            }
            if (over) {
                throw new AssertionError(
                        "The socket closed before a %s came; the last problem: %s".formatted(wanted, lastProblem));
            }
        }
        throw new AssertionError("No %s came within %d s.".formatted(wanted, PATIENCE.toSeconds()));
    }

    private static <T> @Nullable T poll(BlockingQueue<T> queue) {
        try {
            return queue.poll(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the server.", e);
        }
    }

    private final class Ear implements StreamListener {
        @Override
        public void said(ServerMessage message) {
            if (message instanceof ServerMessage.Problem) {
                lastProblem = message;
            }
            messages.add(message);
        }

        @Override
        public void shown(Frame view) {
            views.add(view);
        }

        @Override
        public void closed(int code) {
            closed.complete(code);
        }

        @Override
        public void broken(Throwable cause) {
            closed.completeExceptionally(cause);
        }
    }
}
