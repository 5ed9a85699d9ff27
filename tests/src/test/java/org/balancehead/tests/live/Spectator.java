package org.balancehead.tests.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;

/**
 * A client that does what a page does: shows a head in the mirror, and acknowledges each view and gives its credit back
 * as soon as it has come. Camera frames carry the time of their sending, and so do the views that reflect them.
 */
final class Spectator implements AutoCloseable {
    private static final Duration CAMERA_PERIOD = Duration.ofMillis(50);

    private final StreamClient client;
    private final List<Seen> seen = new ArrayList<>();
    private final Set<Long> sentMicros = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final byte[] picture = FakeServer.cameraFrame(0, 0.9);
    private long sequence;
    private long nextFrameAt;

    private Spectator(StreamClient client) {
        this.client = client;
    }

    /** Enters, becomes a head, and has looked at the first view when this returns. */
    static Spectator enter(int port, Codec codec, int size, int fps, int window) {
        StreamClient client = StreamClient.connectWhenReady(port);
        Spectator spectator = new Spectator(client);
        client.greet(new ClientMessage.Hello(
                List.of(Codec.JPEG), List.of(codec), size, fps, ViewMode.ofName("mirror"), Optional.empty(), ""));
        spectator.showCamera();
        client.await(ServerMessage.Revised.class);
        client.say(new ClientMessage.Credit(window));
        spectator.take(client.awaitView());
        return spectator;
    }

    /** Looks on a thread of its own. */
    CompletableFuture<Spectator> lookFor(Duration time) {
        return CompletableFuture.supplyAsync(
                () -> {
                    watch(time);
                    return this;
                },
                thread);
    }

    void watch(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            watchUntil(Math.min(end, nextFrameAt));
            showCamera();
        }
    }

    private void watchUntil(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            client.pollView(left, TimeUnit.NANOSECONDS).ifPresent(this::take);
        }
    }

    private void take(Frame view) {
        long now = micros();
        client.say(new ClientMessage.Ack(view.header().sequence(), now));
        client.say(new ClientMessage.Credit(1));
        seen.add(new Seen(view.header(), view.payload().length, now));
    }

    private void showCamera() {
        long now = micros();
        sentMicros.add(now);
        FrameHeader header = new FrameHeader(
                FrameKind.CAMERA, Codec.JPEG, true, false, ++sequence, now, FakeServer.WIDTH, FakeServer.HEIGHT, 0, 0);
        client.sendBytes(FrameCodec.encode(new Frame(header, picture)));
        nextFrameAt = System.nanoTime() + CAMERA_PERIOD.toNanos();
    }

    List<Seen> seen() {
        return seen;
    }

    /** The times that the camera frames carried. */
    Set<Long> sentMicros() {
        return sentMicros;
    }

    /** By a clock that does not jump; its zero is nowhere in particular. */
    static long micros() {
        return System.nanoTime() / 1000;
    }

    @Override
    public void close() {
        thread.shutdown();
        client.close();
    }

    /** A view as it came. */
    record Seen(FrameHeader header, int bytes, long atMicros) {
        /** From the capture of the camera frame that it reflects. */
        double ageMillis() {
            return (atMicros - header.timeMicros()) * 1e-3;
        }
    }
}
