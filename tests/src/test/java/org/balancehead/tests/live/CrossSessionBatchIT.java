package org.balancehead.tests.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.inference.Bar;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.LocalDevices;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.HeadModels;
import org.balancehead.model.benchmark.ChartBatchBenchmark;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Repetitions;
import org.balancehead.model.benchmark.Stopwatch;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight sessions on one device with the default checkpoint: how they share it, each view in a call of its own or all
 * that wait in one, and what one call gives. {@code -Drounds=12} measures the latter; the short form only compares the
 * pictures.
 */
class CrossSessionBatchIT {
    private static final Path CHECKPOINT = CheckpointRepository.of(
                    Path.of(System.getProperty("balancehead.home"), "checkpoints"))
            .resolve(CheckpointRepository.DEFAULT);
    private static final int SESSIONS = 8;
    private static final int VIEWS = 24 * SESSIONS;
    private static final Repetitions ROUNDS = new Repetitions(1, Integer.getInteger("rounds", 1), 60);
    private static final double MOST_UNFAIR = 1.2;
    private static final double MOST_APART = 1e-4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ParameterizedTest
    @ValueSource(ints = {1, SESSIONS})
    void sharesOneDeviceFairly(int viewsTogether) {
        CountedMetrics metrics = new CountedMetrics();
        ActorTestKit kit = ActorTestKit.create();
        try {
            TestProbe<PoolStatus> status = kit.createTestProbe();
            ActorRef<DeviceRequest> pool = kit.spawn(LocalDevices.ofModel(
                    1,
                    device -> () -> HeadModels.open(CHECKPOINT, device, 1),
                    renderingTogether(viewsTogether),
                    status.ref(),
                    metrics.live()));
            PoolStatus.PoolReady ready = (PoolStatus.PoolReady) status.receiveMessage(PATIENCE);
            AlignedHead head = AlignedHead.grey(ready.model().orElseThrow().imageSize());
            List<SessionId> sessions = IntStream.range(0, SESSIONS)
                    .mapToObj(i -> new SessionId("session " + i))
                    .toList();
            sessions.forEach(session -> preview(kit, pool, session, head));

            Race race = new Race(pool);
            long began = System.nanoTime();
            sessions.forEach(session -> race.enter(kit, session));
            race.awaitEnd();
            double seconds = (System.nanoTime() - began) * 1e-9;

            Collection<Integer> views = race.views().values();
            double unfair = (double) Collections.max(views) / Collections.min(views);
            System.out.printf(
                    "%d sessions on one device, at most %d views a call: %.1f views/s together, max/min %.2f %s%n",
                    SESSIONS, viewsTogether, VIEWS / seconds, unfair, views);
            assertThat(views).hasSize(SESSIONS);
            assertThat(unfair).isLessThanOrEqualTo(MOST_UNFAIR);
            assertThat(Collections.max(metrics.devices().together())).isBetween((viewsTogether + 1) / 2, viewsTogether);
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void rendersTheSameTogetherAsAlone() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            int before = TensorEngine.threads();
            for (int threads : new int[] {1, Runtime.getRuntime().availableProcessors()}) {
                TensorEngine.useThreads(threads);
                List<Figure> figures =
                        ChartBatchBenchmark.run(CHECKPOINT, engine, new Stopwatch(System::nanoTime), ROUNDS);
                figures.forEach(figure -> System.out.printf(
                        "%s, %d threads: %.4g ± %.2g %s%n",
                        figure.name(), figure.threads(), figure.value(), figure.spread() / 2, figure.unit()));

                assertThat(figures)
                        .filteredOn(figure -> figure.name().equals("batch_difference"))
                        .singleElement()
                        .satisfies(apart -> assertThat(apart.value()).isLessThanOrEqualTo(MOST_APART));
            }
            TensorEngine.useThreads(before);
        }
    }

    private static InferenceSettings renderingTogether(int views) {
        InferenceSettings defaults = InferenceSettings.DEFAULTS;
        return new InferenceSettings(
                defaults.devices(),
                defaults.analysers(),
                defaults.ticketsPerDevice(),
                views,
                defaults.patience(),
                defaults.recovery(),
                defaults.memoryBudget(),
                defaults.loadDeadline());
    }

    /** Gives a session an avatar. */
    private static void preview(ActorTestKit kit, ActorRef<DeviceRequest> pool, SessionId session, AlignedHead head) {
        TestProbe<Outcome> outcome = kit.createTestProbe();
        pool.tell(new DeviceRequest.Submit(
                new Work.InvertSlice(session, Priority.FIRST_VIEW, List.of(head), 1, Bar.NONE, outcome.ref())));
        Outcome made = outcome.receiveMessage(PATIENCE);
        assertThat(made)
                .isInstanceOfSatisfying(
                        Outcome.SliceDone.class,
                        slice -> assertThat(slice.revised()).isPresent());
    }

    /** Sessions each of which asks for its next view when it has got one, until all have so many together. */
    private static final class Race {
        private final ActorRef<DeviceRequest> pool;
        private final Map<SessionId, ActorRef<Outcome>> viewers = new ConcurrentHashMap<>();
        private final Map<SessionId, Integer> views = new ConcurrentHashMap<>();
        private final AtomicInteger all = new AtomicInteger();
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        Race(ActorRef<DeviceRequest> pool) {
            this.pool = pool;
        }

        void enter(ActorTestKit kit, SessionId session) {
            ActorRef<Outcome> viewer = kit.spawn(Behaviors.receive(Outcome.class)
                    .onMessage(Outcome.ViewRendered.class, view -> onView(session))
                    .onAnyMessage(other -> {
                        end.completeExceptionally(new AssertionError("No view, but " + other));
                        return Behaviors.stopped();
                    })
                    .build());
            viewers.put(session, viewer);
            ask(session);
        }

        private Behavior<Outcome> onView(SessionId session) {
            int seen = all.incrementAndGet();
            if (seen <= VIEWS) {
                views.merge(session, 1, Integer::sum);
                ask(session);
            }
            if (seen == VIEWS) {
                end.complete(null);
            }
            return seen < VIEWS ? Behaviors.same() : Behaviors.stopped();
        }

        private void ask(SessionId session) {
            pool.tell(new DeviceRequest.Submit(new Work.RenderView(
                    session, CameraPose.orbit(30, 0), PATIENCE, requireNonNull(viewers.get(session)))));
        }

        void awaitEnd() {
            end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }

        Map<SessionId, Integer> views() {
            return views;
        }
    }
}
