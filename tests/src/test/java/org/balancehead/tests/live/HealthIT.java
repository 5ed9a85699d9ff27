package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.RecoverySettings;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What orchestrators ask means what it says: alive at once, ready when views can be made, not ready when they cannot.
 */
class HealthIT {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void isAliveWhileItLoadsAndReadyWhenItIsWarm() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch warming = new CountDownLatch(1);
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("render")) {
                Patience.await(warming);
            }
        });
        try (BalanceHeadServer server = start((device, number) -> {
            Patience.await(loading);
            return model;
        })) {
            int whileLoading = get(server, "readyz").statusCode();
            int alive = get(server, "healthz").statusCode();
            loading.countDown();
            Patience.until(
                    "the warm-up begins", () -> !model.threadsOf("render").isEmpty());
            HttpResponse<String> whileWarming = get(server, "readyz");
            long began = System.nanoTime();
            warming.countDown();
            Patience.until("it is ready", () -> get(server, "readyz").statusCode() == 200);
            System.out.printf("ready %.0f ms after the warm-up%n", (System.nanoTime() - began) / 1e6);

            assertThat(whileLoading).isEqualTo(503);
            assertThat(alive).isEqualTo(200);
            assertThat(whileWarming.statusCode()).isEqualTo(503);
            assertThat(whileWarming.body()).contains("The model is still being loaded.");
            assertThat(whileWarming.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void isNotReadyWhenItsDeviceIsGivenUp() {
        CountDownLatch warm = new CountDownLatch(1);
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("step") && warm.getCount() == 0) {
                throw new IllegalStateException("The device is broken.");
            }
        });
        try (BalanceHeadServer server = start((device, number) -> model)) {
            Patience.until("it is ready", () -> get(server, "readyz").statusCode() == 200);
            warm.countDown();
            try (StreamClient client = StreamClient.connect(server.address().getPort())) {
                client.greet();
                client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);

                Patience.until("it is not ready", () -> get(server, "readyz").statusCode() == 503);
                assertThat(get(server, "healthz").statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "render"})
    void isNotReadyWhenItsFirstWorkHangsByTheLimitOfItsWarmUp(String call) {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean warm = new AtomicBoolean();
        AtomicLong hungSince = new AtomicLong();
        FakeHeadModel model = new FakeHeadModel(made -> {
            if (made.equals(call) && warm.get()) {
                hungSince.compareAndSet(0, System.nanoTime());
                Patience.await(never);
            }
        });
        try (BalanceHeadServer server = start((device, number) -> model)) {
            Patience.until("it is ready", () -> get(server, "readyz").statusCode() == 200);
            warm.set(true);
            try (StreamClient client = StreamClient.connect(server.address().getPort())) {
                client.greet();
                client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
                client.say(new ClientMessage.Credit(1));

                Patience.until("it is not ready", () -> get(server, "readyz").statusCode() == 503);
                System.out.printf(
                        "not ready %.1f s after the first %s hung%n",
                        (System.nanoTime() - hungSince.get()) / 1e9, call);

                assertThat(get(server, "readyz").body())
                        .as("the limit is not the longest that there is")
                        .containsPattern("A piece of work did not come back within [0-9]{4,5} ms\\.")
                        .doesNotContain(RecoverySettings.DEFAULTS.mostHangTime().toMillis() + " ms");
            } finally {
                never.countDown();
            }
        }
    }

    @Test
    void answersUnderLoadAndSaysThatItIsBeingDrained() throws Exception {
        List<StreamClient> watching = new ArrayList<>();
        try (BalanceHeadServer server = start((device, number) -> new FakeHeadModel())) {
            int port = server.address().getPort();
            for (int i = 0; i < 8; i++) {
                StreamClient client = StreamClient.connectWhenReady(port);
                client.greet();
                client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
                client.say(new ClientMessage.Credit(32));
                watching.add(client);
            }
            List<Double> took = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long began = System.nanoTime();
                assertThat(get(server, "readyz").statusCode()).isEqualTo(200);
                took.add((System.nanoTime() - began) / 1e6);
            }
            System.out.printf(
                    "/readyz beside 8 sessions: p95 %.1f ms%n", Samples.of(took).quantile(0.95));

            server.drain(Optional.empty());

            Patience.until(
                    "it says that it is drained", () -> get(server, "readyz").statusCode() == 503);
            assertThat(get(server, "readyz").body()).contains("The server is being drained.");
            assertThat(get(server, "healthz").statusCode()).isEqualTo(200);
            watching.forEach(StreamClient::close);
            assertThat(server.awaitEnd()).isTrue();
        }
    }

    private static BalanceHeadServer start(Candidate.Opening opening) {
        ServerConfig config =
                ServerConfig.load(Map.of("balancehead.http.port", 0, "balancehead.admin.port", 0), Optional.empty());
        return BalanceHeadServer.start(
                config,
                FakeCheckpoints.candidate(opening),
                cropSize -> new FakeFaceAnalyzer(),
                AdminToken.of(Optional.empty(), config.admin().http()));
    }

    private static HttpResponse<String> get(BalanceHeadServer server, String path) {
        URI address =
                URI.create("http://127.0.0.1:%d/%s".formatted(server.address().getPort(), path));
        try {
            return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("The server did not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }
}
