package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.metrics.Step;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.load.MetricsText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code /metrics} says is what happened, frame by frame, and names what waits. */
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);

    /** Within the rate that a session may send. */
    private static final int BURST = 40;

    private static final int VIEWS = 8;

    private final WholeServer server =
            new WholeServer(Map.of("balancehead.sessions.resume-window", "1 s"), Optional.empty());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void accountsForEveryFrameAndViewAfterOverloadCancellationsAndDisconnects() throws Exception {
        try (StreamClient patient = watched();
                StreamClient vanishing = watched()) {
            for (int i = 0; i < BURST; i++) {
                patient.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            }
            patient.showNumbered(1, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            patient.await(ServerMessage.Problem.class); // stale
            patient.say(new ClientMessage.Credit(32));
            patient.awaitView();
            patient.say(new ClientMessage.Recapture());
            vanishing.say(new ClientMessage.Credit(32));
            vanishing.awaitView();
            vanishing.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            vanishing.vanish();
            patient.showNumbered(1000, new byte[] {1, 2, 3}, FakeServer.WIDTH, FakeServer.HEIGHT);
            patient.await(ServerMessage.Problem.class); // unreadable
            patient.say(new ClientMessage.Bye());
            patient.awaitClose();
        }

        MetricsText metrics = atRest();

        for (String kind : List.of("camera", "view")) {
            double begun = of(metrics, "balancehead_frames_begun_total", Map.of("kind", kind));
            assertThat(begun).isPositive().isEqualTo(sum(fates(metrics, kind)));
        }
        assertThat(of(metrics, "balancehead_frames_ended_total", Map.of("kind", "camera", "fate", "stale")))
                .isEqualTo(1);
        assertThat(of(metrics, "balancehead_frames_ended_total", Map.of("kind", "camera", "fate", "unreadable")))
                .isEqualTo(1);
        assertThat(of(metrics, "balancehead_frames_ended_total", Map.of("kind", "camera", "fate", "replaced")))
                .isPositive();
        assertThat(of(metrics, "balancehead_frames_ended_total", Map.of("kind", "view", "fate", "shown")))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void countsExactlyWhatAClientSentAndReceived() throws Exception {
        int sent = 1;
        try (StreamClient client = watched()) {
            for (int i = 0; i < BURST; i++) {
                client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
                sent++;
            }
            client.showNumbered(1, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            client.await(ServerMessage.Problem.class); // stale
            sent++;
            client.showNumbered(1000, new byte[] {1, 2, 3}, FakeServer.WIDTH, FakeServer.HEIGHT);
            client.await(ServerMessage.Problem.class); // unreadable
            sent++;
            client.say(new ClientMessage.Credit(VIEWS));
            for (int i = 0; i < VIEWS; i++) {
                client.awaitView();
            }
            Patience.until("nothing is in flight", () -> read().sum("balancehead_frames_in_flight") == 0);
            client.say(new ClientMessage.Bye());
            client.awaitClose();
            assertThat(client.viewsWaiting()).isZero();
        }

        MetricsText metrics = atRest();

        Map<String, Double> camera = fates(metrics, "camera");
        Map<String, Double> view = fates(metrics, "view");
        System.out.printf("camera frames %s of %d sent, views %s of %d received%n", camera, sent, view, VIEWS);
        assertThat(of(metrics, "balancehead_frames_begun_total", Map.of("kind", "camera")))
                .isEqualTo(sent);
        assertThat(sum(camera)).isEqualTo(sent);
        assertThat(view).containsEntry("shown", (double) VIEWS);
        assertThat(of(metrics, "balancehead_frames_begun_total", Map.of("kind", "view")))
                .isEqualTo(sum(view));
    }

    @Test
    void showsWhatWaitsForEachLaneOfADevice() throws Exception {
        AtomicBoolean braked = new AtomicBoolean();
        CountDownLatch brake = new CountDownLatch(1);
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (braked.get() && (call.equals("render") || call.equals("step"))) {
                Patience.await(brake);
            }
        });
        try (WholeServer slow =
                new WholeServer(Map.of(), Optional.empty(), new FakeCheckpoints(), (device, number) -> model)) {
            List<StreamClient> watching =
                    Stream.generate(() -> watched(slow)).limit(3).toList();
            braked.set(true);
            List<StreamClient> coming = Stream.generate(() -> StreamClient.connectWhenReady(slow.port()))
                    .limit(3)
                    .toList();
            watching.forEach(client -> client.say(new ClientMessage.Credit(1)));
            coming.forEach(client -> {
                client.greet();
                client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            });

            Patience.until(
                    "work waits for both lanes of the device",
                    () -> depth(slow, "rendering") > 0 && depth(slow, "inverting") > 0);
            MetricsText metrics = slow.metrics();
            Map<String, Double> ages = metrics.by("lane", "balancehead_queue_age_seconds");
            brake.countDown();
            Patience.until("nothing waits", () -> read(slow).sum("balancehead_queue_depth") == 0);
            watching.forEach(StreamClient::awaitView);
            Stream.concat(watching.stream(), coming.stream()).forEach(StreamClient::close);

            assertThat(metrics.by("lane", "balancehead_queue_depth").keySet())
                    .containsExactlyInAnyOrder("rendering", "inverting", "analysing");
            assertThat(ages.get("rendering")).isPositive();
            assertThat(ages.get("inverting")).isPositive();
            assertThat(metrics.by("device", "balancehead_queue_limit"))
                    .containsOnlyKeys("cpu", "face")
                    .allSatisfy((device, limit) -> assertThat(limit).isGreaterThanOrEqualTo(6));
        }
    }

    @Test
    void explainsEachStageAndTheProcess() throws Exception {
        try (StreamClient client = watched()) {
            client.say(new ClientMessage.Credit(1));
            client.awaitView();
            client.say(new ClientMessage.Credit(1));
            client.awaitView();

            MetricsText metrics = server.metrics();

            assertThat(metrics.by("step", "balancehead_step_seconds_count").keySet())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(Step.values())
                            .map(step -> step.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .toList());
            assertThat(metrics.by("step", "balancehead_step_seconds_count"))
                    .hasEntrySatisfying("first-view", count -> assertThat(count).isPositive())
                    .hasEntrySatisfying("frame-age", count -> assertThat(count).isPositive());
            assertThat(metrics.samples())
                    .extracting(MetricsText.Sample::name)
                    .contains(
                            "balancehead_queue_depth",
                            "balancehead_queue_limit",
                            "balancehead_queue_age_seconds",
                            "balancehead_models_held",
                            "balancehead_model_sessions",
                            "balancehead_sessions_limit",
                            "jvm_threads_live_threads",
                            "process_resident_memory_bytes",
                            "process_native_memory_bytes");
            assertThatHistogramsAddUp(metrics);
        }
    }

    private static void assertThatHistogramsAddUp(MetricsText metrics) {
        metrics.types().entrySet().stream()
                .filter(family -> family.getValue().equals("histogram"))
                .map(Map.Entry::getKey)
                .forEach(name -> {
                    Map<Map<String, String>, List<Double>> buckets = metrics.samples().stream()
                            .filter(sample -> sample.name().equals(name + "_bucket"))
                            .collect(Collectors.groupingBy(
                                    sample -> without(sample.labels(), "le"),
                                    Collectors.mapping(MetricsText.Sample::value, Collectors.toList())));
                    assertThat(buckets).isNotEmpty();
                    buckets.forEach((labels, counts) ->
                            assertThat(counts).isSorted().last().isEqualTo(of(metrics, name + "_count", labels)));
                });
    }

    private static Map<String, String> without(Map<String, String> labels, String one) {
        return labels.entrySet().stream()
                .filter(label -> !label.getKey().equals(one))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static double of(MetricsText metrics, String name, Map<String, String> labels) {
        return metrics.samples().stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + labels + " is not there."))
                .value();
    }

    /** What became of frames of that kind, and of how many. */
    private static Map<String, Double> fates(MetricsText metrics, String kind) {
        return metrics.samples().stream()
                .filter(sample -> sample.name().equals("balancehead_frames_ended_total"))
                .filter(sample -> kind.equals(sample.labels().get("kind")) && sample.value() > 0)
                .collect(Collectors.toMap(sample -> sample.labels().get("fate"), MetricsText.Sample::value));
    }

    private static double sum(Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double depth(WholeServer server, String lane) {
        return read(server).by("lane", "balancehead_queue_depth").getOrDefault(lane, 0.0);
    }

    private MetricsText read() {
        return read(server);
    }

    private static MetricsText read(WholeServer server) {
        try {
            return server.metrics();
        } catch (IOException e) {
            throw new AssertionError("The server did not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    /** When all sessions are gone and nothing is in flight any more. */
    private MetricsText atRest() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            MetricsText metrics = server.metrics();
            boolean rest = metrics.sum("balancehead_sessions") == 0 && metrics.sum("balancehead_frames_in_flight") == 0;
            if (rest || System.nanoTime() > deadline) {
                assertThat(rest).isTrue();
                return metrics;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** A client in mirror mode that has a head. */
    private StreamClient watched() {
        return watched(server);
    }

    private static StreamClient watched(WholeServer server) {
        StreamClient client = StreamClient.connectWhenReady(server.port());
        client.greet();
        client.say(new ClientMessage.View(new ViewMode.Mirror()));
        client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
        client.await(ServerMessage.Revised.class);
        return client;
    }
}
