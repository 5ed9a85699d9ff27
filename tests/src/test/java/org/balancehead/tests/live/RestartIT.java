package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is started again begins with the version that everybody began on last, where its settings say so. */
class RestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path repository;

    @BeforeEach
    void fill() {
        Path checkpoints = Path.of(System.getProperty("balancehead.home"), "checkpoints");
        Checkpoint good = Checkpoint.open(CheckpointRepository.of(checkpoints).resolve("default"));
        RemadeCheckpoint.of(good, repository.resolve("first"), Map.of(), UnaryOperator.identity());
        RemadeCheckpoint.of(good, repository.resolve("second"), Map.of(), UnaryOperator.identity());
        CheckpointRepository.of(repository).setDefault("first");
    }

    @Test
    void beginsWithWhatWasPromotedLast() throws IOException {
        try (BalanceHeadServer server = start(true)) {
            assertThat(beganOn(server)).isEqualTo("first");
            AdminClient operator = operator(server);

            assertThat(operator.deployNamed("second")
                            .toCompletableFuture()
                            .join()
                            .status())
                    .isEqualTo(202);
            awaitDefault("second");
            awaitState(operator, 1, "retired"); // while it is being freed, it cannot come back
            assertThat(operator.rollback().toCompletableFuture().join().status())
                    .isEqualTo(202);
            awaitDefault("first");
            awaitState(operator, 2, "retired");
            assertThat(operator.deployNamed("second")
                            .toCompletableFuture()
                            .join()
                            .status())
                    .isEqualTo(202);
            awaitDefault("second");
        }
        try (BalanceHeadServer server = start(true)) {
            assertThat(beganOn(server)).isEqualTo("second");
        }
    }

    @Test
    void beginsWithWhatItBeganWithUnlessToldOtherwise() throws IOException {
        try (BalanceHeadServer server = start(false)) {
            assertThat(beganOn(server)).isEqualTo("first");
            AdminClient operator = operator(server);

            operator.deployNamed("second").toCompletableFuture().join();
            awaitState(operator, 2, "serving");
            assertThat(beganOn(server)).isEqualTo("second");
        }
        try (BalanceHeadServer server = start(false)) {
            assertThat(beganOn(server)).isEqualTo("first");
        }
    }

    private BalanceHeadServer start(boolean setsDefault) {
        return DefaultServer.start(ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.deployment.canary.duration",
                        "0 s",
                        "balancehead.deployment.sets-default",
                        setsDefault,
                        "balancehead.checkpoint.repository",
                        repository.toString()),
                Optional.empty()));
    }

    /** The version that a visitor who comes begins on. */
    private static String beganOn(BalanceHeadServer server) {
        try (StreamClient visitor =
                StreamClient.connectWhenReady(server.address().getPort())) {
            return visitor.greet().model().version();
        }
    }

    private static AdminClient operator(BalanceHeadServer server) {
        return new AdminClient("http://localhost:" + server.adminAddress().getPort(), "--admin", Optional.empty());
    }

    private void awaitDefault(String name) throws IOException {
        Path pointer = repository.resolve("default");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(pointer).strip().equals(name) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(pointer).hasContent(name);
    }

    private static void awaitState(AdminClient operator, int number, String state) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!state(operator, number).equals(state) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(state(operator, number)).isEqualTo(state);
    }

    private static String state(AdminClient operator, int number) throws IOException {
        return new ObjectMapper()
                .readTree(operator.list().toCompletableFuture().join().body())
                .path("models")
                .path(number - 1)
                .path("state")
                .asText();
    }
}
