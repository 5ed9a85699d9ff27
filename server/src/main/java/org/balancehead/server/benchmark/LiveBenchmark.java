package org.balancehead.server.benchmark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.model.HeadModel;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;
import org.jspecify.annotations.Nullable;

/**
 * One visitor of a real server, over a real socket: what is seen while the head is refined, and what serving costs
 * beyond the render when it is done.
 */
public final class LiveBenchmark {
    private static final int MOST_FPS = 240; // so that pacing never counts as overhead
    private static final int WINDOW = 3; // credits that the page keeps out
    private static final int SIZE = 256;
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int WARM_UP = 10;
    private static final int VIEWS = 100;
    private static final double TAIL = 0.95;

    private final ModelOpener opener;
    private final Consumer<Figure> report;
    private final AtomicReference<@Nullable TimedModel> model = new AtomicReference<>();
    private final long deadline = System.nanoTime() + PATIENCE_NANOS;

    /** @param report hears each figure as soon as it is measured */
    public LiveBenchmark(ModelOpener opener, Consumer<Figure> report) {
        this.opener = opener;
        this.report = report;
    }

    /** Measures with one person's clip, played over and over until the head is done. */
    public void run(List<VideoFrame> clip) throws InterruptedException {
        ServerConfig config = ServerConfig.load(
                Map.of("balancehead.http.port", 0, "balancehead.sessions.max-fps", MOST_FPS), Optional.empty());
        try (BalanceHeadServer server = BalanceHeadServer.start(config, this::open, MediaPipeFaceAnalyzer::open);
                LoopbackClient client = LoopbackClient.connect(server.address(), deadline)) {
            client.say(new ClientMessage.Hello(
                    List.of(Codec.JPEG),
                    List.of(Codec.JPEG),
                    SIZE,
                    MOST_FPS,
                    ViewMode.ofName("orbit"),
                    Optional.empty(),
                    "bench"));
            client.say(new ClientMessage.Credit(WINDOW));
            refine(client, clip);
            for (int i = 0; i < WINDOW; i++) {
                awaitView(client);
            }
            overhead(client);
        }
    }

    private HeadModel open() throws IOException {
        TimedModel opened = new TimedModel(opener.open());
        model.set(opened);
        return opened;
    }

    /** From the first camera frame until the head is done, the credits always out. */
    private void refine(LoopbackClient client, List<VideoFrame> clip) throws InterruptedException {
        List<byte[]> jpegs = encoded(clip);
        List<Double> gaps = new ArrayList<>();
        long began = System.nanoTime();
        long lastView = 0;
        int shown = 0;
        double refined = 0;
        while (refined == 0 || gaps.isEmpty()) {
            long due = began + shown * FRAME_NANOS;
            if (System.nanoTime() >= due) {
                int frame = shown++ % clip.size();
                client.show(clip.get(frame), jpegs.get(frame));
            }
            LoopbackClient.Arrival arrival = client.next(Math.min(due, deadline));
            refuseAfterDeadline();
            if (arrival != null && arrival.isView()) {
                if (lastView > 0) {
                    gaps.add((arrival.nanos() - lastView) / 1e9);
                }
                lastView = arrival.nanos();
                client.say(new ClientMessage.Credit(1));
            }
            if (arrival != null && isDone(arrival.message())) {
                refined = (arrival.nanos() - began) / 1e9;
            }
        }
        report("live_refined_s", Samples.of(List.of(refined)), 0.5, "s");
        Samples between = Samples.of(gaps);
        report("live_views_per_second", between.map(seconds -> 1 / seconds), 0.5, "views/s");
        report("live_view_gap_p95_ms", between.map(seconds -> seconds * 1e3), TAIL, "ms");
    }

    private static boolean isDone(@Nullable ServerMessage message) {
        return message instanceof ServerMessage.Progress progress && progress.stage() == ProgressStage.DONE;
    }

    /** From a credit to its view at the client, less the render, while nothing else goes on. */
    private void overhead(LoopbackClient client) throws InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < WARM_UP + VIEWS; i++) {
            long began = System.nanoTime();
            client.say(new ClientMessage.Credit(1));
            long took = awaitView(client).nanos() - began;
            if (i >= WARM_UP) {
                milliseconds.add((took - model().lastRenderNanos()) / 1e6);
            }
        }
        report("serving_overhead_p95_ms", Samples.of(milliseconds), TAIL, "ms");
    }

    private LoopbackClient.Arrival awaitView(LoopbackClient client) throws InterruptedException {
        while (true) {
            LoopbackClient.Arrival arrival = client.next(deadline);
            refuseAfterDeadline();
            if (arrival != null && arrival.isView()) {
                return arrival;
            }
        }
    }

    private void refuseAfterDeadline() {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("The server did not show the clip's person within %d minutes."
                    .formatted(TimeUnit.NANOSECONDS.toMinutes(PATIENCE_NANOS)));
        }
    }

    private TimedModel model() {
        return requireNonNull(model.get());
    }

    private static List<byte[]> encoded(List<VideoFrame> clip) {
        try (JpegCodec codec = new JpegCodec(ClipReader.MAX_SIDE, ClipReader.MAX_SIDE)) {
            return clip.stream().map(codec::encode).toList();
        }
    }

    private void report(String name, Samples samples, double share, String unit) {
        report.accept(new Figure(
                name,
                samples.quantile(share),
                unit,
                samples.spread(),
                TensorEngine.threads(),
                model().version().preset(),
                null,
                null));
    }
}
