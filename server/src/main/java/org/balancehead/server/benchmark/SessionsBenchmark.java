package org.balancehead.server.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.model.HeadModel;
import org.balancehead.model.benchmark.Growth;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.streaming.video.VideoFrame;

/**
 * Several visitors of one server at a time, over real sockets, each of whom takes views as fast as they come: what
 * sessions share. The visitors run on the same cores.
 */
public final class SessionsBenchmark {
    private static final List<Integer> SESSIONS = List.of(1, 2, 4, 8);
    private static final double TAIL = 0.95;
    private static final int PATIENCE_MINUTES = 5;

    private final ModelOpener opener;
    private final long watchedNanos;
    private volatile String preset = "";

    /** @param watchedNanos how long all visitors watch */
    public SessionsBenchmark(ModelOpener opener, long watchedNanos) {
        this.opener = opener;
        this.watchedNanos = watchedNanos;
    }

    /**
     * {@code sessions_views_per_second} of all together, and of the session that is served least;
     * {@code sessions_view_gap_p95_ms}, below which 95 of 100 gaps between a session's views are.
     */
    public List<Growth> run(List<VideoFrame> clip) throws InterruptedException {
        EncodedClip encoded = EncodedClip.of(clip);
        List<Growth.Point> together = new ArrayList<>();
        List<Growth.Point> least = new ArrayList<>();
        List<Growth.Point> gaps = new ArrayList<>();
        try (BalanceHeadServer server = BalanceHeadServer.start(
                LiveBenchmark.config(),
                LiveBenchmark.candidate(this::open),
                MediaPipeFaceAnalyzer::open,
                LiveBenchmark.noToken())) {
            for (int sessions : SESSIONS) {
                List<List<Double>> gapsOfEach = watch(server.address(), encoded, sessions);
                List<Double> rates =
                        gapsOfEach.stream().map(this::viewsPerSecond).toList();
                Samples all =
                        Samples.of(gapsOfEach.stream().flatMap(List::stream).toList());
                together.add(
                        point(sessions, rates.stream().mapToDouble(rate -> rate).sum()));
                least.add(point(sessions, Collections.min(rates)));
                gaps.add(point(sessions, all.quantile(TAIL)));
            }
        }
        return List.of(
                growth("sessions_views_per_second", "views/s", together),
                growth("least_session_views_per_second", "views/s", least),
                growth("sessions_view_gap_p95_ms", "ms", gaps));
    }

    private static Growth.Point point(int sessions, double value) {
        return new Growth.Point(sessions, value, 0);
    }

    private double viewsPerSecond(List<Double> gaps) {
        return gaps.size() * 1e9 / watchedNanos;
    }

    private Growth growth(String name, String unit, List<Growth.Point> points) {
        return new Growth(name, preset, TensorEngine.threads(), "sessions at a time", unit, points);
    }

    private HeadModel open() throws IOException {
        HeadModel model = opener.open();
        preset = model.version().preset();
        return new PreviewModel(model);
    }

    /** The gaps between each session's views, in milliseconds, once all heads are done. */
    private List<List<Double>> watch(InetSocketAddress server, EncodedClip clip, int sessions)
            throws InterruptedException {
        CyclicBarrier allDone = new CyclicBarrier(sessions);
        ExecutorService visitors = Executors.newFixedThreadPool(sessions);
        try {
            List<Future<List<Double>>> watching = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                watching.add(visitors.submit(() -> watch(server, clip, allDone)));
            }
            List<List<Double>> gaps = new ArrayList<>();
            for (Future<List<Double>> one : watching) {
                gaps.add(one.get());
            }
            return gaps;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A visitor saw no head: " + e.getCause(), e);
        } finally {
            visitors.shutdownNow();
        }
    }

    private List<Double> watch(InetSocketAddress server, EncodedClip clip, CyclicBarrier allDone)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        try (Visitor visitor = Visitor.enter(server, clip)) {
            visitor.refine();
            allDone.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
            List<Double> gaps = new ArrayList<>();
            long began = System.nanoTime();
            long last = began;
            while (last - began < watchedNanos) {
                long view = visitor.awaitView();
                visitor.grant(1);
                gaps.add((view - last) / 1e6);
                last = view;
            }
            return gaps;
        }
    }
}
