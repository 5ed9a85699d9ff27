package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final int VIEWS_TO_MEASURE = 24;
    private static final double TAIL = 0.95;

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
        FakeHeadModel slow = new FakeHeadModel(call -> {
            if (call.equals("render")) {
                LockSupport.parkNanos(A_VIEW.toNanos());
            }
        });
        List<StreamClient> admitted = new ArrayList<>();
        try (FakeServer server = new FakeServer(tenViews, slow)) {
            admitted.add(server.connect());
            admitted.get(0).greet();
            watch(admitted.get(0), VIEWS_TO_MEASURE); // until the devices know what a view takes
            while (admitted.size() < 100) {
                try {
                    StreamClient next = StreamClient.connect(server.port());
                    next.greet();
                    admitted.add(next);
                } catch (CompletionException full) {
                    break;
                }
            }
            List<Double> undisturbed = watchAll(admitted);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<List<Double>> knocking =
                    CompletableFuture.supplyAsync(() -> knock(server.port(), 4 * admitted.size(), enough));
            List<Double> disturbed = watchAll(admitted);
            enough.set(true);
            List<Double> refusals = knocking.get();
            int capacity = server.metrics().sessions().capacity();
            System.out.printf(
                    "capacity %d, %d admitted: gap between views p95 %.0f ms, %.0f ms while %d are refused; refused within"
                            + " %.1f ms (p95)%n",
                    capacity,
                    admitted.size(),
                    Samples.of(undisturbed).quantile(TAIL),
                    Samples.of(disturbed).quantile(TAIL),
                    refusals.size(),
                    Samples.of(refusals).quantile(TAIL));

            assertThat(capacity).isBetween(1, 4);
            assertThat(admitted).hasSizeBetween(1, 4);
            assertThat(server.metrics().sessions().refused(RefusalReason.CAPACITY))
                    .isEqualTo(refusals.size() + 1);
            assertThat(refusals).hasSizeGreaterThanOrEqualTo(4 * admitted.size());
            assertThat(server.metrics().sessions().open()
                            - server.metrics().sessions().parked())
                    .isEqualTo(admitted.size());
        } finally {
            admitted.forEach(StreamClient::close);
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
    void givesOneAddressItsShareOnly() throws IOException {
        try (FakeServer server = new FakeServer(FakeServer.settings(Map.of("max-per-address", 1)));
                StreamClient first = server.connect();
                RawVisitor second = new RawVisitor(server.port())) {
            first.greet();

            assertThat(second.status()).isEqualTo(429);
            assertThat(second.head()).containsIgnoringCase("Retry-After: ");
            assertThat(second.body()).contains("\"code\":\"rate-exceeded\"", "Your address has the 1 sessions");
            assertThat(server.metrics().sessions().refused(RefusalReason.ADDRESS_SESSIONS))
                    .isEqualTo(1);
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

    /** Knocks so often, and until it is enough; returns what each refusal took, in milliseconds. */
    private static List<Double> knock(int port, int least, AtomicBoolean enough) {
        List<Double> took = new ArrayList<>();
        while (took.size() < least || !enough.get()) {
            try (RawVisitor visitor = new RawVisitor(port)) {
                assertThat(visitor.status()).isEqualTo(503);
                took.add(visitor.took().toNanos() / 1e6);
            } catch (IOException e) {
                throw new AssertionError("The server did not answer.", e);
            }
        }
        return took;
    }

    /** The gaps between the views that each of them gets, in milliseconds. */
    private static List<Double> watchAll(List<StreamClient> clients) {
        return clients.stream()
                .map(client -> CompletableFuture.supplyAsync(() -> watch(client, VIEWS_TO_MEASURE)))
                .toList()
                .stream()
                .flatMap(gaps -> gaps.join().stream())
                .toList();
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
