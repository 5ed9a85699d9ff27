package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.inference.PoolStatus.PoolDown;
import org.balancehead.actors.inference.PoolStatus.PoolReady;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A pool of devices with a model that does nothing, and what is asked of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PoolScenario {
    /** Only a failing test waits so long. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final int VERSION = 3;
    static final DeviceLabel FIRST = new DeviceLabel("gpu0", VERSION);
    static final DeviceLabel SECOND = new DeviceLabel("gpu1", VERSION);
    static final SessionId ANNE = new SessionId("anne");
    static final SessionId BEN = new SessionId("ben");

    final ActorTestKit kit = ActorTestKit.create();

    /** What befalls the calls of each device's model. */
    final Map<String, Consumer<String>> faults = new ConcurrentHashMap<>();

    TestProbe<Outcome> outcomes;
    TestProbe<PoolStatus> status;
    CountedMetrics metrics;

    @BeforeEach
    final void begin() {
        outcomes = kit.createTestProbe();
        status = kit.createTestProbe();
        metrics = new CountedMetrics();
        faults.clear();
    }

    @AfterAll
    final void shutDown() {
        kit.shutdownTestKit();
    }

    final ActorRef<DeviceRequest> ready(String... devices) {
        ActorRef<DeviceRequest> pool = start(devices);
        assertThat(status.receiveMessage(PATIENCE))
                .isEqualTo(new PoolReady(
                        VERSION, Optional.of(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE))));
        return pool;
    }

    final ActorRef<DeviceRequest> start(String... devices) {
        InferenceSettings quick = QuickRecovery.after(3, 3);
        InferenceSettings settings = new InferenceSettings(
                List.of(devices),
                1,
                quick.ticketsPerDevice(),
                quick.viewsTogether(),
                quick.patience(),
                quick.recovery(),
                quick.memoryBudget(),
                quick.loadDeadline());
        return kit.spawn(LocalDevices.ofModel(VERSION, this::opener, settings, status.ref(), metrics.live()));
    }

    final ModelOpener opener(String device) {
        return () -> new FakeHeadModel(
                call -> faults.getOrDefault(device, fine -> {}).accept(call));
    }

    final void giveUp(ActorRef<DeviceRequest> pool, String device, SessionId onIt) {
        faults.put(device, PoolScenario::fail);
        pool.tell(new Submit(view(onIt)));
        assertThat(next()).isEqualTo(new WorkRefused(Refusal.WORKER_CRASHED));
        DeviceLabel label = new DeviceLabel(device, VERSION);
        awaitState(label, DeviceState.GIVEN_UP);
    }

    static void fail(String call) {
        throw new IllegalStateException("The planted failure of " + call + ".");
    }

    final void failOnce(String call) {
        faults.clear();
        fail(call);
    }

    final void awaitState(DeviceLabel device, DeviceState state) {
        status.awaitAssert(PATIENCE, () -> {
            assertThat(metrics.devices().states()).containsEntry(device, state);
            return null;
        });
    }

    final void awaitSessions(DeviceLabel device, int sessions) {
        status.awaitAssert(PATIENCE, () -> {
            assertThat(metrics.devices().sessions()).containsEntry(device, sessions);
            return null;
        });
    }

    /** The first word that it takes work, or does so no more. */
    final PoolStatus settled() {
        while (true) {
            PoolStatus told = status.receiveMessage(PATIENCE);
            if (told instanceof PoolReady || (told instanceof PoolDown down && down.forGood())) {
                return told;
            }
        }
    }

    final void showAvatarOf(ActorRef<DeviceRequest> pool, SessionId session, long revision) {
        pool.tell(new Submit(new Work.InvertSlice(
                session,
                Priority.FOREGROUND,
                List.<AlignedHead>of(Heads.aligned(0)),
                revision,
                Bar.NONE,
                outcomes.ref())));
        assertThat(next()).isInstanceOf(Outcome.SliceDone.class);
    }

    /** Inverts until all is done. */
    final void refine(ActorRef<DeviceRequest> pool, SessionId session) {
        showAvatarOf(pool, session, 1);
        Outcome last;
        do {
            pool.tell(new Submit(
                    new Work.InvertSlice(session, Priority.FOREGROUND, List.of(), 1, Bar.NONE, outcomes.ref())));
            last = next();
        } while (last instanceof Outcome.SliceDone slice && !slice.finished());
        assertThat(last).isInstanceOf(Outcome.SliceDone.class);
    }

    final long viewOf(ActorRef<DeviceRequest> pool, SessionId session) {
        while (true) {
            pool.tell(new Submit(view(session)));
            Outcome outcome = next();
            if (outcome instanceof Outcome.ViewRendered view) {
                return view.revision();
            }
            assertThat(outcome).isEqualTo(new WorkRefused(Refusal.DEVICE_RESTARTS));
        }
    }

    final Outcome next() {
        return outcomes.receiveMessage(PATIENCE);
    }

    final Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(30, 0), Duration.ofMinutes(1), outcomes.ref());
    }
}
