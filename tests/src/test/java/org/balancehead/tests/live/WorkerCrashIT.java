package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.RecoverySettings;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that throw and hang, and work that comes to nothing, under a session on a real socket. */
class WorkerCrashIT {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final Duration HANG_TIME = Duration.ofSeconds(2);

    private static final RecoverySettings RECOVERY = new RecoverySettings(
            RecoverySettings.DEFAULTS.restartDelay(),
            RecoverySettings.DEFAULTS.maxRestartDelay(),
            5,
            5,
            Duration.ofMinutes(5),
            5,
            HANG_TIME,
            HANG_TIME,
            5);

    private volatile Consumer<String> fault = call -> {};
    private final FakeServer live = new FakeServer(
            SessionSettings.DEFAULTS,
            AccessConfig.DEFAULTS,
            new InferenceSettings(List.of("cpu"), 1, 64, 0, 8, RECOVERY, 1L << 30, Duration.ofMinutes(2)),
            (device, number) -> new FakeHeadModel(call -> fault.accept(call)));

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void goesOnWithWhatWasSeenLastAfterAWorkerThrew() {
        try (StreamClient client = live.connect()) {
            long revision = refine(client);

            fault = once("render", () -> {
                throw new IllegalStateException("The planted failure.");
            });
            assertGoesOn(client, revision, "throws");

            assertThat(live.metrics().devices().events(DeviceEvent.CRASH)).isEqualTo(1);
        }
    }

    @Test
    void goesOnWithWhatWasSeenLastAfterAWorkerHung() {
        Semaphore never = new Semaphore(0);
        try (StreamClient client = live.connect()) {
            long revision = refine(client);

            fault = once("render", never::acquireUninterruptibly);
            assertGoesOn(
                    client, revision, "hangs (%d ms of it until it is taken for hung)".formatted(HANG_TIME.toMillis()));

            assertThat(live.metrics().devices().events(DeviceEvent.HANG)).isEqualTo(1);
        } finally {
            never.release(100);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void goesOnAfterAViewThatCameToNothingAndSaysSo(Runnable failure) {
        try (StreamClient client = live.connect()) {
            long revision = refine(client);

            fault = once("render", failure);
            client.say(new ClientMessage.Credit(1));
            ServerMessage.Problem told = client.await(ServerMessage.Problem.class);
            Frame view = client.awaitView();

            assertThat(told.code()).isEqualTo(ErrorCode.WORK_FAILED);
            assertThat(view.header().revision()).isEqualTo(revision);
            assertThatOnlyAJobFailed();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void showsOnWhatWasSeenAfterARefinementThatCameToNothingAndSaysSo(Runnable failure) {
        try (StreamClient client = live.connect()) {
            client.greet();
            AtomicInteger steps = new AtomicInteger();
            fault = call -> {
                if (call.equals("step") && steps.incrementAndGet() == 4) {
                    failure.run();
                }
            };
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            ServerMessage.Revised seen = client.await(ServerMessage.Revised.class);

            ServerMessage.Problem told = client.await(ServerMessage.Problem.class);
            client.say(new ClientMessage.Credit(1));

            assertThat(told.code()).isEqualTo(ErrorCode.WORK_FAILED);
            assertThat(client.awaitView().header().revision()).isGreaterThanOrEqualTo(seen.revision());
            assertThatOnlyAJobFailed();
        }
    }

    static Stream<Named<Runnable>> failures() {
        return Stream.of(
                Named.of("numbers that are none", () -> {
                    throw new NotFiniteException("A picture came out with numbers that are none.");
                }),
                Named.of("no memory of the device", () -> {
                    throw new IllegalStateException("CUDA out of memory. Tried to allocate 2.00 GiB.");
                }),
                Named.of("no memory of Java", () -> {
                    throw new OutOfMemoryError("Java heap space");
                }));
    }

    private void assertThatOnlyAJobFailed() {
        assertThat(live.metrics().devices().events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
        assertThat(live.metrics().devices().events(DeviceEvent.CRASH)).isZero();
        assertThat(live.metrics().work().drops(DropReason.JOB_FAILED)).isEqualTo(1);
    }

    @Test
    void finishesAReconstructionDuringWhichTheWorkerThrew() {
        try (StreamClient client = live.connect()) {
            client.greet();
            AtomicInteger steps = new AtomicInteger();
            fault = call -> {
                if (call.equals("step") && steps.incrementAndGet() == 4) {
                    throw new IllegalStateException("The planted failure.");
                }
            };
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);

            client.await(ServerMessage.Problem.class, problem -> problem.code() == ErrorCode.DEVICE_RESTARTS);
            List<Double> psnrs = new ArrayList<>();
            ServerMessage.Revised tuned = client.await(ServerMessage.Revised.class, revised -> {
                psnrs.add(revised.psnr());
                return revised.stage() == ProgressStage.TUNING;
            });
            client.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);

            assertThat(psnrs).isSorted();
            assertThat(tuned.stage()).isEqualTo(ProgressStage.TUNING);
        }
    }

    @Test
    void refusesWorkAfterFiveCrashesInARowInsteadOfTryingForEver() {
        try (StreamClient client = live.connect()) {
            client.greet();
            fault = call -> {
                if (call.equals("step")) {
                    throw new IllegalStateException("The planted failure.");
                }
            };

            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);

            ServerMessage.Problem refusal = client.await(
                    ServerMessage.Problem.class, problem -> problem.code().fatal());
            assertThat(refusal.code()).isEqualTo(ErrorCode.DEVICE_FAILED);
            assertThat(client.awaitClose()).isEqualTo(1011);
            assertThat(live.metrics().devices().events(DeviceEvent.CRASH)).isEqualTo(5);
        }
    }

    /** Shows a face until the head is done. Gives back its last revision. */
    private static long refine(StreamClient client) {
        client.greet();
        client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
        ServerMessage.Revised last =
                client.await(ServerMessage.Revised.class, revised -> revised.stage() == ProgressStage.TUNING);
        client.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
        return last.revision();
    }

    private static void assertGoesOn(StreamClient client, long revision, String what) {
        long began = System.nanoTime();
        client.say(new ClientMessage.Credit(1));
        ServerMessage.Problem told = client.await(ServerMessage.Problem.class);
        Frame view = client.awaitView();
        System.out.printf(
                "A worker %s: the next view came after %d ms%n", what, (System.nanoTime() - began) / 1_000_000);

        assertThat(told.code()).isEqualTo(ErrorCode.DEVICE_RESTARTS);
        assertThat(view.header().revision()).isEqualTo(revision);
    }

    /** Does something at the first such call. */
    private Consumer<String> once(String call, Runnable deed) {
        return made -> {
            if (made.equals(call)) {
                fault = other -> {};
                deed.run();
            }
        };
    }
}
