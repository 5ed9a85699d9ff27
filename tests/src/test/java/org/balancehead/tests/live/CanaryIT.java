package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.ModelEntry;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.ModelVersion;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.Test;

/**
 * Versions that are tried by those who come while others watch: what does not hold is taken back, with its sessions.
 */
class CanaryIT {
    private static final Duration SLOW = Duration.ofMillis(150);

    /** Longer than any of these tests: only what is seen ends a trial. */
    private static final CanarySettings TRIAL =
            new CanarySettings(0.5, Duration.ofHours(1), 30, 1, 0.01, 1.5, Duration.ofMillis(100), 1.5, 0.15);

    @Test
    void takesBackASlowVersionAndItsSessionsReturnWithoutLosingAView() {
        try (FakeServer server = server(TRIAL);
                Watcher before = new Watcher(server)) {
            int second = server.deploy(
                    "slow",
                    (device, number) -> model(number, call -> {
                        if (call.equals("render")) {
                            LockSupport.parkNanos(SLOW.toNanos());
                        }
                    }));
            server.awaitState(second, ModelState.CANARY);
            try (Watcher trying = new Watcher(server);
                    Watcher beside = new Watcher(server)) {
                ModelEntry verdict = server.awaitState(second, ModelState.ROLLED_BACK);
                trying.awaitModel(1);

                assertThat(trying.beganOn()).isEqualTo(2);
                assertThat(beside.beganOn()).isEqualTo(1);
                assertThat(verdict.reason())
                        .hasValueSatisfying(why -> assertThat(why).startsWith("It renders too slowly: p95 is "));
                assertThatNothingIsMissing(trying.stop());
                assertThat(beside.stop())
                        .extracting(seen -> seen.header().model())
                        .containsOnly(1L);
                assertThat(before.stop())
                        .extracting(seen -> seen.header().model())
                        .containsOnly(1L);
            }
        }
    }

    @Test
    void takesBackAVersionThatMakesUglyAvatars() {
        try (FakeServer server = server(TRIAL);
                Watcher before = new Watcher(server)) {
            int second = server.deploy(
                    "ugly", (device, number) -> model(number, call -> {}).worseBy(5));
            server.awaitState(second, ModelState.CANARY);
            try (Watcher trying = new Watcher(server);
                    Watcher beside = new Watcher(server)) {
                ModelEntry verdict = server.awaitState(second, ModelState.ROLLED_BACK);
                trying.awaitModel(1);

                assertThat(verdict.reason())
                        .hasValueSatisfying(
                                why -> assertThat(why).startsWith("Its avatars are too bad: the median PSNR is "));
                assertThatNothingIsMissing(trying.stop());
                assertThat(beside.stop()).isNotEmpty();
                assertThat(before.stop())
                        .extracting(seen -> seen.header().model())
                        .containsOnly(1L);
            }
        }
    }

    @Test
    void takesBackAVersionThatRunsOutOfMemoryAndItsSessionsReturnWithoutLosingAView() {
        AtomicInteger renders = new AtomicInteger();
        try (FakeServer server = server(TRIAL);
                Watcher before = new Watcher(server)) {
            int second = server.deploy(
                    "hungry",
                    (device, number) -> model(number, call -> {
                        if (call.equals("render") && renders.incrementAndGet() == 10) {
                            throw new IllegalStateException("CUDA out of memory.");
                        }
                    }));
            server.awaitState(second, ModelState.CANARY);
            try (Watcher trying = new Watcher(server);
                    Watcher beside = new Watcher(server)) {
                ModelEntry verdict = server.awaitState(second, ModelState.ROLLED_BACK);
                trying.awaitModel(1);

                assertThat(trying.beganOn()).isEqualTo(2);
                assertThat(verdict.reason())
                        .hasValueSatisfying(why -> assertThat(why).startsWith("It failed 1 times in "));
                assertThatNothingIsMissing(trying.stopTold(ErrorCode.WORK_FAILED));
                assertThat(beside.stop()).isNotEmpty();
                assertThat(before.stop())
                        .extracting(seen -> seen.header().model())
                        .containsOnly(1L);
            }
        }
    }

    @Test
    void promotesAVersionThatHoldsAndEverybodyMovesToIt() {
        CanarySettings brief =
                new CanarySettings(0.5, Duration.ofSeconds(1), 30, 1, 0.01, 1.5, Duration.ofSeconds(1), 1.5, 0.15);
        try (FakeServer server = server(brief);
                Watcher before = new Watcher(server)) {
            int second = server.deploy("sound", FakeCheckpoints::model);

            before.awaitModel(second);
            server.awaitState(1, ModelState.RETIRED);
            assertThatNothingIsMissing(before.stop());
        }
    }

    private static FakeServer server(CanarySettings canary) {
        return new FakeServer(
                SessionSettings.DEFAULTS,
                AccessConfig.DEFAULTS,
                new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, canary));
    }

    private static FakeHeadModel model(int number, Consumer<String> before) {
        return new FakeHeadModel(
                before,
                new ModelVersion("fake", Integer.toString(number), number, "tiny", "digest"),
                FakeHeadModel.SIZE);
    }

    private static void assertThatNothingIsMissing(List<Watcher.Seen> seen) {
        List<FrameHeader> headers = seen.stream().map(Watcher.Seen::header).toList();
        assertThat(headers.get(headers.size() - 1).sequence()).isEqualTo(headers.size());
        assertThat(headers).extracting(FrameHeader::revision).isSorted();
    }
}
