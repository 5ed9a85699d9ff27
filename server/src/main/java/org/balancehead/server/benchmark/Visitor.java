package org.balancehead.server.benchmark;

import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.client.StreamListener;
import org.jspecify.annotations.Nullable;

/** One visitor of a server on this machine, as the page behaves. Confined to one thread. */
final class Visitor implements AutoCloseable {
    /** So that pacing never counts. */
    static final int MOST_FPS = 240;

    private static final int WINDOW = 3; // credits that the page keeps out
    private static final int SIZE = 256;
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Far more than the credits let come; beyond it the socket fails. */
    private static final int MOST_WAITING = 1024;

    /** What came, and when by {@link System#nanoTime}: a view, a message, or, without either, the connection's end. */
    private record Arrival(@Nullable Frame view, @Nullable ServerMessage message, long nanos) {}

    private final EncodedClip clip;
    private final long deadline = System.nanoTime() + PATIENCE_NANOS;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(MOST_WAITING);
    private final StreamConnection connection;

    private Visitor(InetSocketAddress server, EncodedClip clip) throws InterruptedException {
        this.clip = clip;
        connection = connect(server);
    }

    /** Comes in as soon as the server takes visitors, with all credits out. */
    static Visitor enter(InetSocketAddress server, EncodedClip clip) throws InterruptedException {
        Visitor visitor = new Visitor(server, clip);
        visitor.say(new ClientMessage.Hello(
                List.of(Codec.JPEG),
                List.of(Codec.JPEG),
                SIZE,
                MOST_FPS,
                ViewMode.ofName("orbit"),
                Optional.empty(),
                "bench"));
        visitor.grant(WINDOW);
        return visitor;
    }

    private StreamConnection connect(InetSocketAddress server) throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        while (true) {
            try {
                return StreamConnection.open(
                                http,
                                StreamConnection.address(server.getPort()),
                                new Ear(),
                                StreamConnection.AS_IT_COMES)
                        .join();
            } catch (CompletionException refused) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The server took no visitor in time.", refused);
                }
                TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES_NANOS);
            }
        }
    }

    /**
     * What a visitor sees until the head is done.
     *
     * @param seconds from the first camera frame
     * @param gaps between views, in seconds
     */
    record Refinement(double seconds, Samples gaps) {}

    /** Shows the clip over and over until the head is done, and takes every view. */
    Refinement refine() throws InterruptedException {
        List<Double> gaps = new ArrayList<>();
        long began = System.nanoTime();
        long lastView = 0;
        int shown = 0;
        double seconds = 0;
        while (seconds == 0 || gaps.isEmpty()) {
            long due = began + shown * FRAME_NANOS;
            if (System.nanoTime() >= due) {
                clip.show(connection, shown++, 0);
            }
            Arrival arrival = next(Math.min(due, deadline));
            if (arrival != null && arrival.view() != null) {
                if (lastView > 0) {
                    gaps.add((arrival.nanos() - lastView) / 1e9);
                }
                lastView = arrival.nanos();
                grant(1);
            }
            if (arrival != null && isDone(arrival.message())) {
                seconds = (arrival.nanos() - began) / 1e9;
            }
        }
        return new Refinement(seconds, Samples.of(gaps));
    }

    private static boolean isDone(@Nullable ServerMessage message) {
        return message instanceof ServerMessage.Progress progress && progress.stage() == ProgressStage.DONE;
    }

    /** Takes the views whose credits are out, so that none is. */
    void settle() throws InterruptedException {
        for (int i = 0; i < WINDOW; i++) {
            awaitView();
        }
    }

    void grant(int credits) {
        say(new ClientMessage.Credit(credits));
    }

    private void say(ClientMessage message) {
        connection.say(message).toCompletableFuture().join();
    }

    /** When the next view comes, by {@link System#nanoTime}. */
    long awaitView() throws InterruptedException {
        while (true) {
            Arrival arrival = next(deadline);
            if (arrival != null && arrival.view() != null) {
                return arrival.nanos();
            }
        }
    }

    /** The next thing that came, or nothing when none does until then. */
    private @Nullable Arrival next(long untilNanos) throws InterruptedException {
        @Nullable Arrival arrival = arrivals.poll(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (arrival != null && arrival.view() == null && arrival.message() == null) {
            throw new IllegalStateException("The server closed the connection.");
        }
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("The server did not show the clip's person within %d minutes."
                    .formatted(TimeUnit.NANOSECONDS.toMinutes(PATIENCE_NANOS)));
        }
        return arrival;
    }

    @Override
    public void close() {
        connection.close();
    }

    private final class Ear implements StreamListener {
        @Override
        public void said(ServerMessage message) {
            arrivals.add(new Arrival(null, message, System.nanoTime()));
        }

        @Override
        public void shown(Frame view) {
            arrivals.add(new Arrival(view, null, System.nanoTime()));
        }

        @Override
        public void closed(int code) {
            arrivals.add(new Arrival(null, null, System.nanoTime()));
        }

        @Override
        public void broken(Throwable cause) {
            arrivals.add(new Arrival(null, null, System.nanoTime()));
        }
    }
}
