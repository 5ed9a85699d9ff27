package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.RecoverySettings;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two devices, of which one begins to fail always, under sessions on real sockets. */
class DeviceFailoverIT {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final DeviceLabel FIRST = new DeviceLabel("gpu0", 1);
    private static final DeviceLabel SECOND = new DeviceLabel("gpu1", 1);

    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final FakeServer live = new FakeServer(
            SessionSettings.DEFAULTS,
            AccessConfig.DEFAULTS,
            new InferenceSettings(
                    List.of("gpu0", "gpu1"), 1, 64, 0, 8, RecoverySettings.DEFAULTS, 1L << 30, Duration.ofMinutes(2)),
            (device, number) -> new FakeHeadModel(call -> {
                if (broken.contains(device)) {
                    throw new IllegalStateException("The planted failure of " + device + ".");
                }
            }));

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void goesOnElsewhereWithWhatWasSeenLastWhenADeviceIsGivenUp() {
        try (StreamClient onFirst = live.connect();
                StreamClient onSecond = live.connect()) {
            refine(onFirst);
            long revision = refine(onSecond);
            Map<DeviceLabel, Integer> before = live.metrics().devices().sessions();
            int unready = live.metrics().service().timesUnready();

            broken.add("gpu1");
            long began = System.nanoTime();
            onSecond.say(new ClientMessage.Credit(1));
            ServerMessage.Problem told = onSecond.await(ServerMessage.Problem.class);
            Frame view = onSecond.awaitView();
            long took = (System.nanoTime() - began) / 1_000_000;
            long crashes = live.metrics().devices().events(DeviceEvent.CRASH);
            int seenMeanwhile = watchUntilGivenUp(onFirst);
            System.out.printf(
                    "A device failed for good: the next view of its session came after %d ms and %d crashes; given up"
                            + " after %d; another device's session saw %d views meanwhile%n",
                    took, crashes, live.metrics().devices().events(DeviceEvent.CRASH), seenMeanwhile);

            assertThat(before).containsEntry(FIRST, 1).containsEntry(SECOND, 1);
            assertThat(told.code()).isEqualTo(ErrorCode.DEVICE_RESTARTS);
            assertThat(view.header().revision()).isEqualTo(revision);
            assertThat(live.metrics().devices().sessions())
                    .containsEntry(FIRST, 2)
                    .containsEntry(SECOND, 0);
            assertThat(seenMeanwhile).isPositive();
            assertThat(onFirst.lastProblem()).isEmpty();
            assertThat(live.metrics().service().timesUnready()).isEqualTo(unready);
            assertThat(live.metrics().service().ready("device")).isTrue();
        }
    }

    @Test
    void isOutOfServiceOnlyWhenTheLastDeviceIsGivenUp() {
        try (StreamClient client = live.connect()) {
            refine(client);
            broken.addAll(Set.of("gpu0", "gpu1"));

            client.say(new ClientMessage.Credit(1));
            ServerMessage.Problem last = client.await(
                    ServerMessage.Problem.class, problem -> problem.code().fatal());

            assertThat(last.code()).isEqualTo(ErrorCode.DEVICE_FAILED);
            assertThat(client.awaitClose()).isEqualTo(1011);
            assertThat(live.metrics().devices().events(DeviceEvent.GIVEN_UP)).isEqualTo(2);
            Patience.until(
                    "the server is out of service",
                    () -> !live.metrics().service().ready("device"));
        }
    }

    /** How many views a client saw until the second device was given up. */
    private int watchUntilGivenUp(StreamClient client) {
        long deadline = System.nanoTime() + Patience.LONG.toNanos();
        int seen = 0;
        while (live.metrics().devices().states().get(SECOND) != DeviceState.GIVEN_UP && System.nanoTime() < deadline) {
            client.say(new ClientMessage.Credit(1));
            seen += client.pollView(Patience.LONG.toSeconds(), TimeUnit.SECONDS).isPresent() ? 1 : 0;
        }
        return seen;
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
}
