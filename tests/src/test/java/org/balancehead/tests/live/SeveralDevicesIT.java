package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.balancehead.actors.inference.KeptAvatar;
import org.balancehead.actors.inference.LocalDevices;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.AvatarCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Three sessions on two devices with the default checkpoint: they take turns to have one alone, and lose no view by it.
 * {@code -Dturns=12} is a minute.
 */
class SeveralDevicesIT {
    private static final Path CHECKPOINT = CheckpointRepository.of(
                    Path.of(System.getProperty("balancehead.home"), "checkpoints"))
            .resolve(CheckpointRepository.DEFAULT);
    private static final int TURNS = Integer.getInteger("turns", 3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final DeviceLabel FIRST = new DeviceLabel("cpu", 1);
    private static final DeviceLabel SECOND = new DeviceLabel("cpu#2", 1);

    private final ActorTestKit kit = ActorTestKit.create();
    private final CountedMetrics metrics = new CountedMetrics();
    private final TestProbe<Outcome> outcomes = kit.createTestProbe();

    /** What came in place of a view. */
    private final List<Outcome> lost = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void letsThreeSessionsTakeTurnsOnTwoDevicesWithoutALostView() {
        ActorRef<DeviceRequest> pool = open();
        AvatarCopy head = head(pool);
        List<List<Long>> views = IntStream.range(0, 3)
                .mapToObj(i -> watch(pool, new SessionId("session " + i), head))
                .toList();
        Map<DeviceLabel, Integer> before = metrics.devices().sessions();

        for (int turn = 0; turn < TURNS; turn++) {
            int onFirst = turn % 2 == 0 ? 1 : 2;
            Patience.until(
                    "turn %d".formatted(turn),
                    () -> metrics.devices().sessions().getOrDefault(FIRST, 0) == onFirst);
        }

        print(views);
        assertThat(before).containsOnly(Map.entry(FIRST, 2), Map.entry(SECOND, 1));
        assertThat(lost).isEmpty();
    }

    private ActorRef<DeviceRequest> open() {
        InferenceSettings defaults = InferenceSettings.DEFAULTS;
        InferenceSettings two = new InferenceSettings(
                List.of("cpu", "cpu"),
                1,
                defaults.ticketsPerDevice(),
                defaults.viewsTogether(),
                defaults.patience(),
                defaults.recovery(),
                defaults.memoryBudget(),
                defaults.loadDeadline());
        TestProbe<PoolStatus> status = kit.createTestProbe();
        ActorRef<DeviceRequest> pool = kit.spawn(LocalDevices.ofModel(
                1, device -> () -> HeadModels.open(CHECKPOINT, device, 1), two, status.ref(), metrics.live()));
        assertThat(status.receiveMessage(PATIENCE)).isInstanceOf(PoolStatus.PoolReady.class);
        return pool;
    }

    /** A copy of some head. */
    private AvatarCopy head(ActorRef<DeviceRequest> pool) {
        SessionId session = new SessionId("model");
        pool.tell(new DeviceRequest.Submit(new Work.InvertSlice(
                session, Priority.FIRST_VIEW, List.of(AlignedHead.grey(256)), 1, Bar.NONE, outcomes.ref())));
        assertThat(outcomes.receiveMessage(PATIENCE)).isInstanceOf(Outcome.SliceDone.class);
        pool.tell(new DeviceRequest.CopyShown(session, outcomes.ref()));
        Outcome.ShownCopy copy = (Outcome.ShownCopy) outcomes.receiveMessage(PATIENCE);
        pool.tell(new DeviceRequest.EndSession(session));
        return copy.avatar().orElseThrow();
    }

    /**
     * Shows a session a head, and asks for its next view whenever it has one; gives back when each view came, in ns.
     */
    private List<Long> watch(ActorRef<DeviceRequest> pool, SessionId session, AvatarCopy head) {
        pool.tell(new DeviceRequest.ShowAvatar(session, new KeptAvatar(head, 1), outcomes.ref()));
        assertThat(outcomes.receiveMessage(PATIENCE)).isInstanceOf(Outcome.AvatarShown.class);
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        kit.spawn(viewer(pool, session, times));
        return times;
    }

    private Behavior<Outcome> viewer(ActorRef<DeviceRequest> pool, SessionId session, List<Long> times) {
        return Behaviors.setup(context -> {
            DeviceRequest.Submit next = new DeviceRequest.Submit(
                    new Work.RenderView(session, CameraPose.orbit(30, 0), PATIENCE, context.getSelf()));
            pool.tell(next);
            return Behaviors.receive(Outcome.class)
                    .onMessage(Outcome.ViewRendered.class, view -> {
                        times.add(System.nanoTime());
                        pool.tell(next);
                        return Behaviors.same();
                    })
                    .onAnyMessage(other -> {
                        lost.add(other);
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    private static void print(List<List<Long>> views) {
        List<Integer> counts = views.stream().map(List::size).toList();
        List<Long> gaps = new ArrayList<>();
        for (List<Long> times : views) {
            List<Long> all = List.copyOf(times);
            IntStream.range(1, all.size()).forEach(i -> gaps.add((all.get(i) - all.get(i - 1)) / 1_000_000));
        }
        Collections.sort(gaps);
        System.out.printf(
                "3 sessions on 2 devices, %d turns: views %s, max/min %.2f; from a view to the next p50 %d ms, p99 %d ms,"
                        + " longest %d ms%n",
                TURNS,
                counts,
                (double) Collections.max(counts) / Collections.min(counts),
                gaps.get(gaps.size() / 2),
                gaps.get(gaps.size() * 99 / 100),
                gaps.get(gaps.size() - 1));
    }
}
