package org.balancehead.server.benchmark;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.jspecify.annotations.Nullable;

/** One visitor of a server on this machine, as the page behaves. Confined to one thread. */
final class Visitor implements AutoCloseable {
    /** So that pacing never counts. */
    static final int MOST_FPS = 240;

    private static final int WINDOW = 3; // credits that the page keeps out
    private static final int SIZE = 256;
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final EncodedClip clip;
    private final long deadline = System.nanoTime() + PATIENCE_NANOS;
    private final LoopbackClient client;

    private Visitor(InetSocketAddress server, EncodedClip clip) throws InterruptedException {
        this.clip = clip;
        client = LoopbackClient.connect(server, deadline);
    }

    /** Comes in, with all credits out. */
    static Visitor enter(InetSocketAddress server, EncodedClip clip) throws InterruptedException {
        Visitor visitor = new Visitor(server, clip);
        visitor.client.say(new ClientMessage.Hello(
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
                clip.show(client, shown++);
            }
            LoopbackClient.Arrival arrival = client.next(Math.min(due, deadline));
            refuseAfterDeadline();
            if (arrival != null && arrival.isView()) {
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
        client.say(new ClientMessage.Credit(credits));
    }

    /** When the next view comes, by {@link System#nanoTime}. */
    long awaitView() throws InterruptedException {
        while (true) {
            LoopbackClient.Arrival arrival = client.next(deadline);
            refuseAfterDeadline();
            if (arrival != null && arrival.isView()) {
                return arrival.nanos();
            }
        }
    }

    private void refuseAfterDeadline() {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("The server did not show the clip's person within %d minutes."
                    .formatted(TimeUnit.NANOSECONDS.toMinutes(PATIENCE_NANOS)));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
