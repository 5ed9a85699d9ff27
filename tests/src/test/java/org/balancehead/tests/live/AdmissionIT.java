package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.protocol.message.ClientMessage;
import org.junit.jupiter.api.Test;

/** More come than there is room for: those who are there keep their views, the others are told at once. */
class AdmissionIT {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final Duration A_VIEW = Duration.ofMillis(20);
    private static final Duration BETWEEN_BURSTS = Duration.ofMillis(500);
    private static final int VIEWS_TO_MEASURE = 24;
    private static final double TAIL = 0.95;
    private static final int PLACES = 4;
    private static final int BURST = 4 * PLACES;

    @Test
    void holdsWhatTheDevicesHoldThoughFourTimesAsManyKnock() throws Exception {
        SessionSettings tenViews = FakeServer.settings(Map.of(
                "max",
                100,
                "max-per-address",
                100,
                "openings-per-minute",
                1000,
                "capacity.least-views-per-second",
                10));
        List<StreamClient> admitted = new ArrayList<>();
        try (FakeServer server = new FakeServer(tenViews, slowModel())) {
            admitted.add(server.connect());
            admitted.get(0).greet();
            watch(admitted.get(0), VIEWS_TO_MEASURE); // until the devices know what a view takes
            List<Optional<StreamClient>> comers = Burst.of(BURST, () -> enter(server.port()));
            comers.forEach(comer -> comer.ifPresent(admitted::add));
            int turnedAway = BURST - (admitted.size() - 1);
            List<Double> undisturbed = watchAll(admitted);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<List<Answer>> knocking =
                    CompletableFuture.supplyAsync(() -> knock(server.port(), enough));
            List<Double> disturbed = watchAll(admitted);
            enough.set(true);
            List<Answer> refusals = knocking.get();
            int capacity = server.metrics().sessions().capacity();
            Samples took = Samples.of(refusals.stream().map(Answer::millis).toList());
            System.out.printf(
                    "capacity %d, %d admitted: gap between views p95 %.0f ms, %.0f ms while %d are refused, %d at a time;"
                            + " refused within %.1f ms (p50), %.1f ms (most)%n",
                    capacity,
                    admitted.size(),
                    Samples.of(undisturbed).quantile(TAIL),
                    Samples.of(disturbed).quantile(TAIL),
                    refusals.size(),
                    BURST,
                    took.quantile(0.5),
                    took.quantile(1));

            assertThat(capacity).isBetween(1, 4);
            assertThat(admitted).hasSizeBetween(1, 4);
            assertThat(refusals).hasSizeGreaterThanOrEqualTo(BURST).allSatisfy(refusal -> {
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.head()).containsIgnoringCase("Retry-After: 10\r\n");
                assertThat(refusal.body())
                        .contains(
                                "The devices are busy with the %d sessions that there are.".formatted(admitted.size()));
            });
            assertThat(server.metrics().sessions().refused(RefusalReason.CAPACITY))
                    .isEqualTo(refusals.size() + turnedAway);
            assertThat(present(server)).isEqualTo(admitted.size());
        } finally {
            admitted.forEach(StreamClient::close);
        }
    }

    @Test
    void opensAgainOnlyWhenEnoughHaveLeft() throws Exception {
        SessionSettings halfToReopen = FakeServer.settings(Map.of(
                "max",
                100,
                "max-per-address",
                100,
                "openings-per-minute",
                1000,
                "capacity.least-views-per-second",
                6,
                "capacity.reopen-at",
                0.5));
        List<StreamClient> admitted = new ArrayList<>();
        try (FakeServer server = new FakeServer(halfToReopen, slowModel())) {
            admitted.add(server.connect());
            admitted.get(0).greet();
            watch(admitted.get(0), VIEWS_TO_MEASURE);
            fill(server.port(), admitted);
            int full = admitted.size();

            leave(server, admitted);
            Optional<StreamClient> oneHasLeft = enter(server.port());
            while (admitted.size() > 1) {
                leave(server, admitted);
            }
            fill(server.port(), admitted);

            assertThat(full).as("sessions that fill the devices").isBetween(3, 7);
            assertThat(oneHasLeft).isEmpty();
            assertThat(admitted).hasSize(full);
        } finally {
            admitted.forEach(StreamClient::close);
        }
    }

    @Test
    void givesAwayNoPlaceTwiceThoughAllComeAtOnce() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.settings(Map.of("max", PLACES, "hello-deadline", "60 s")))) {
            server.connect().close();
            Patience.until("it is empty", () -> server.metrics().sessions().open() == 0);

            List<Answer> answers = answersOfABurst(server.port());

            assertThat(answers).filteredOn(answer -> answer.status() == 101).hasSize(PLACES);
            assertThat(answers).filteredOn(answer -> answer.status() != 101).allSatisfy(refusal -> {
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.head()).containsIgnoringCase("Retry-After: 10\r\n");
                assertThat(refusal.body()).contains("All %d places are taken.".formatted(PLACES));
            });
        }
    }

    @Test
    void saysBeforeTheUpgradeWhyAndWhenToComeAgain() throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.settings(Map.of("max", 1)));
                StreamClient first = server.connect();
                RawVisitor second = new RawVisitor(server.port())) {
            first.greet();

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.head()).containsIgnoringCase("Retry-After: 10\r\n");
            assertThat(second.body())
                    .isEqualTo("{\"error\":{\"code\":\"overloaded\",\"message\":\"All 1 places are taken.\","
                            + "\"retryAfterSeconds\":10}}");
        }
    }

    @Test
    void givesOneAddressItsShareOnlyThoughAllComeAtOnce() throws Exception {
        try (FakeServer server =
                new FakeServer(FakeServer.settings(Map.of("max-per-address", PLACES, "hello-deadline", "60 s")))) {
            server.connect().close();
            Patience.until("it is empty", () -> server.metrics().sessions().open() == 0);

            List<Answer> answers = answersOfABurst(server.port());

            assertThat(answers).filteredOn(answer -> answer.status() == 101).hasSize(PLACES);
            assertThat(answers).filteredOn(answer -> answer.status() != 101).allSatisfy(refusal -> {
                assertThat(refusal.status()).isEqualTo(429);
                assertThat(refusal.head()).containsIgnoringCase("Retry-After: ");
                assertThat(refusal.body())
                        .contains("\"code\":\"rate-exceeded\"", "Your address has the %d sessions".formatted(PLACES));
            });
            assertThat(server.metrics().sessions().refused(RefusalReason.ADDRESS_SESSIONS))
                    .isEqualTo(BURST - PLACES);
        }
    }

    @Test
    void limitsHowManySessionsAnAddressOpens() throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.settings(Map.of("openings-per-minute", 2)))) {
            server.connect().close();
            server.connect().close();
            try (RawVisitor third = new RawVisitor(server.port())) {
                assertThat(third.status()).isEqualTo(429);
                assertThat(server.metrics().sessions().refused(RefusalReason.ADDRESS_RATE))
                        .isEqualTo(1);
            }
        }
    }

    /** What was answered before the upgrade, and after how long. */
    private record Answer(int status, String head, String body, double millis) {
        static Answer to(RawVisitor visitor) {
            try {
                String body = visitor.status() == 101 ? "" : visitor.body();
                return new Answer(
                        visitor.status(), visitor.head(), body, visitor.took().toNanos() / 1e6);
            } catch (IOException e) {
                throw new AssertionError("The server did not answer.", e);
            }
        }
    }

    private static FakeHeadModel slowModel() {
        return new FakeHeadModel(call -> {
            if (call.equals("render")) {
                LockSupport.parkNanos(A_VIEW.toNanos());
            }
        });
    }

    /** Says hello, if there is room. */
    private static Optional<StreamClient> enter(int port) {
        try {
            StreamClient comer = StreamClient.connect(port);
            comer.greet();
            return Optional.of(comer);
        } catch (CompletionException full) {
            return Optional.empty();
        }
    }

    /** Lets one after the other enter until one is refused. */
    private static void fill(int port, List<StreamClient> admitted) {
        for (Optional<StreamClient> next = enter(port); next.isPresent(); next = enter(port)) {
            admitted.add(next.get());
        }
    }

    /** The one who came last leaves. */
    private static void leave(FakeServer server, List<StreamClient> admitted) {
        admitted.remove(admitted.size() - 1).close();
        Patience.until("one has left", () -> present(server) == admitted.size());
    }

    private static int present(FakeServer server) {
        return server.metrics().sessions().open() - server.metrics().sessions().parked();
    }

    /** Burst after burst, until it is enough. */
    private static List<Answer> knock(int port, AtomicBoolean enough) {
        List<Answer> refusals = new ArrayList<>();
        do {
            refusals.addAll(answersOfABurst(port));
            LockSupport.parkNanos(BETWEEN_BURSTS.toNanos());
        } while (!enough.get());
        return refusals;
    }

    /** What each hears of many who knock at once; all stay until everybody has heard. */
    private static List<Answer> answersOfABurst(int port) {
        List<RawVisitor> visitors = Burst.of(BURST, () -> new RawVisitor(port));
        try {
            return visitors.stream().map(Answer::to).toList();
        } finally {
            visitors.forEach(AdmissionIT::close);
        }
    }

    private static void close(RawVisitor visitor) {
        try {
            visitor.close();
        } catch (IOException e) {
            throw new AssertionError("The socket does not close.", e);
        }
    }

    /** The gaps between the views that each of them gets, in milliseconds. */
    private static List<Double> watchAll(List<StreamClient> clients) {
        return clients.stream()
                .map(client -> CompletableFuture.supplyAsync(
                        () -> watch(client, VIEWS_TO_MEASURE), AdmissionIT::onItsOwnThread))
                .toList()
                .stream()
                .flatMap(gaps -> gaps.join().stream())
                .toList();
    }

    /** Those who watch wait for one another, so that none may wait for a thread. */
    private static void onItsOwnThread(Runnable task) {
        Thread watcher = new Thread(task, "watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static List<Double> watch(StreamClient client, int views) {
        client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
        List<Double> gaps = new ArrayList<>();
        long last = System.nanoTime();
        for (int i = 0; i < views; i++) {
            client.say(new ClientMessage.Credit(1));
            client.awaitView();
            long now = System.nanoTime();
            gaps.add((now - last) / 1e6);
            last = now;
        }
        return gaps;
    }
}
