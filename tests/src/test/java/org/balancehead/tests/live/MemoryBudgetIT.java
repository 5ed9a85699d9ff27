package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.RecoverySettings;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.deployment.AllowedFolders;
import org.balancehead.server.deployment.CheckpointFolders;
import org.junit.jupiter.api.Test;

class MemoryBudgetIT {
    private static final Path CHECKPOINTS = Path.of(System.getProperty("balancehead.home"), "checkpoints");
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);

    @Test
    void refusesACheckpointThatDoesNotFitBeforeItIsOpened() {
        Path folder = CheckpointRepository.of(CHECKPOINTS).resolve("default");
        AllowedFolders allowed = new AllowedFolders(List.of(CHECKPOINTS));

        try (HeadModel serving = HeadModels.open(folder, "cpu", 1)) {
            long inUse = serving.memoryInUse();
            CheckpointFolders full = new CheckpointFolders(allowed, List.of("cpu"), inUse + (1 << 20));
            CheckpointFolders roomy = new CheckpointFolders(allowed, List.of("cpu"), 3 * inUse);

            assertThat(inUse).isGreaterThan(1 << 20);
            assertThatThrownBy(() -> full.check(folder))
                    .isInstanceOf(RefusedCheckpointException.class)
                    .hasMessageMatching(
                            ".* needs at least \\d+ MB on cpu, but \\d+ MB of its \\d+ MB .* are in use: .*");
            assertThat(roomy.check(folder).name()).isNotEmpty();
            assertThat(serving.memoryInUse()).isEqualTo(inUse);
        }
    }

    @Test
    void refusesToBeginWithACheckpointThatDoesNotFit() {
        Path folder = CheckpointRepository.of(CHECKPOINTS).resolve("default");
        InferenceSettings tight = new InferenceSettings(
                List.of("cpu"), 1, 64, 0, 8, RecoverySettings.DEFAULTS, 1 << 20, Duration.ofMinutes(2));

        assertThatThrownBy(() -> CheckpointFolders.first(folder, tight))
                .isInstanceOf(CheckpointException.class)
                .hasMessageMatching(
                        ".* needs at least \\d+ MB on cpu, but \\d+ MB of its 1 MB"
                                + " \\(inference\\.memory-budget-megabytes\\) are in use: raise the budget, or take a smaller checkpoint\\.");
        assertThat(CheckpointFolders.first(folder, InferenceSettings.DEFAULTS).name())
                .isNotEmpty();
    }

    /** Each open thing of the fake model takes a MiB: the model, an avatar, and while it is made an inversion. */
    @Test
    void refusesOneHeadTooManyAndServesTheOthers() {
        InferenceSettings small = new InferenceSettings(
                List.of("cpu"), 1, 64, 0, 8, RecoverySettings.DEFAULTS, 3 << 20, Duration.ofMinutes(2));
        try (FakeServer live = new FakeServer(
                        SessionSettings.DEFAULTS,
                        AccessConfig.DEFAULTS,
                        small,
                        (device, number) -> new FakeHeadModel());
                StreamClient first = live.connect();
                StreamClient second = live.connect()) {
            first.greet();
            first.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            first.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);

            second.greet();
            second.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            ServerMessage.Problem refused = second.await(ServerMessage.Problem.class);
            int closed = second.awaitClose();
            first.say(new ClientMessage.Credit(1));

            assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.message()).contains("no memory for another head");
            assertThat(refused.retryAfterSeconds()).isPresent();
            assertThat(closed).isEqualTo(1013);
            assertThat(first.awaitView().payload()).isNotEmpty();
            assertThat(live.metrics().devices().events(DeviceEvent.CRASH)).isZero();
        }
    }
}
