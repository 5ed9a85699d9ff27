package org.balancehead.server.benchmark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.model.HeadModel;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.model.evaluation.QualityFloor;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.streaming.video.VideoFrame;
import org.jspecify.annotations.Nullable;

/**
 * One visitor of a real server, over a real socket: what is seen while the head is refined, and what serving costs
 * beyond the render when it is done.
 */
public final class LiveBenchmark {
    private static final int WARM_UP = 10;
    private static final int VIEWS = 100;
    private static final double TAIL = 0.95;

    private final ModelOpener opener;
    private final Consumer<Figure> report;
    private final AtomicReference<@Nullable TimedModel> model = new AtomicReference<>();

    /** @param report hears each figure as soon as it is measured */
    public LiveBenchmark(ModelOpener opener, Consumer<Figure> report) {
        this.opener = opener;
        this.report = report;
    }

    /** Measures with one person's clip, played over and over until the head is done. */
    public void run(List<VideoFrame> clip) throws InterruptedException {
        EncodedClip encoded = EncodedClip.of(clip);
        try (BalanceHeadServer server = BalanceHeadServer.start(
                        config(), candidate(this::open), MediaPipeFaceAnalyzer::open, noToken());
                Visitor visitor = Visitor.enter(server.address(), encoded)) {
            refine(visitor);
            visitor.settle();
            overhead(visitor);
        }
    }

    /** A server that paces nobody. */
    static ServerConfig config() {
        return ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.sessions.max-fps",
                        Visitor.MOST_FPS),
                Optional.empty());
    }

    /** Nobody operates a benchmark's server. */
    static AdminToken noToken() {
        return AdminToken.of(Optional.empty(), config().admin().http());
    }

    /** The one version of a benchmark. */
    static Candidate candidate(ModelOpener opener) {
        return new Candidate(
                "benchmark", "1", Path.of("benchmark"), QualityFloor.NONE, (device, number) -> opener.open());
    }

    private HeadModel open() throws IOException {
        TimedModel opened = new TimedModel(opener.open());
        model.set(opened);
        return opened;
    }

    private void refine(Visitor visitor) throws InterruptedException {
        Visitor.Refinement refinement = visitor.refine();
        report("live_refined_s", Samples.of(List.of(refinement.seconds())), 0.5, "s");
        Samples gaps = refinement.gaps();
        report("live_views_per_second", gaps.map(seconds -> 1 / seconds), 0.5, "views/s");
        report("live_view_gap_p95_ms", gaps.map(seconds -> seconds * 1e3), TAIL, "ms");
    }

    /** From a credit to its view at the client, less the render, while nothing else goes on. */
    private void overhead(Visitor visitor) throws InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < WARM_UP + VIEWS; i++) {
            long began = System.nanoTime();
            visitor.grant(1);
            long took = visitor.awaitView() - began;
            if (i >= WARM_UP) {
                milliseconds.add((took - model().lastRenderNanos()) / 1e6);
            }
        }
        report("serving_overhead_p95_ms", Samples.of(milliseconds), TAIL, "ms");
    }

    private TimedModel model() {
        return requireNonNull(model.get());
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
