package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.DeviceOrder.Join;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.DeviceStatus.Joined;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One device with a model that does nothing, and what is asked of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeviceScenario {
    /** Only a failing test waits so long. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final InferenceSettings QUICK = QuickRecovery.after(5, 3);
    static final SessionId ANNE = new SessionId("anne");
    static final SessionId BEN = new SessionId("ben");
    static final SessionId CARO = new SessionId("caro");

    final ActorTestKit kit = ActorTestKit.create();
    TestProbe<Outcome> outcomes;
    TestProbe<DeviceStatus> status;
    CountedMetrics metrics;
    Brake brake;

    @BeforeEach
    final void begin() {
        outcomes = kit.createTestProbe();
        status = kit.createTestProbe();
        metrics = new CountedMetrics();
        brake = new Brake();
    }

    @AfterAll
    final void shutDown() {
        kit.shutdownTestKit();
    }

    final Outcome next() {
        return outcomes.receiveMessage(PATIENCE);
    }

    final ActorRef<DeviceOrder> start(ModelOpener model) {
        return start(model, QUICK);
    }

    final ActorRef<DeviceOrder> start(ModelOpener model, InferenceSettings settings) {
        return start(model, settings, status);
    }

    final ActorRef<DeviceOrder> start(ModelOpener model, InferenceSettings settings, TestProbe<DeviceStatus> heard) {
        return startWarm(() -> new WarmModel(model.open(), Map.of()), settings, heard);
    }

    /** One that opens what was warmed up, or says so. */
    final ActorRef<DeviceOrder> startWarm(
            WarmModel.Opener model, InferenceSettings settings, TestProbe<DeviceStatus> heard) {
        DeviceSpec spec = new DeviceSpec(
                new DeviceLabel("cpu", 1),
                HeadWorkbench.LANES,
                settings.viewsTogether("cpu"),
                (name, failed) -> new HeadWorkbench(model, settings.memoryBudget(), name, failed));
        ActorRef<DeviceOrder> device =
                kit.spawn(DeviceDispatcher.create(spec, Fleet.ofVersion(1), settings, metrics.live()));
        device.tell(new Join(heard.ref()));
        heard.expectMessageClass(Joined.class);
        return device;
    }

    final void showAvatarOf(ActorRef<DeviceOrder> device, SessionId session) {
        device.tell(new Submit(slice(session, 1, Heads.aligned(0))));
        outcomes.expectMessageClass(Outcome.SliceDone.class);
    }

    final void awaitOpen(FakeHeadModel model, int open) {
        status.awaitAssert(() -> {
            assertThat(model.open()).isEqualTo(open);
            return null;
        });
    }

    static Consumer<String> outOfMemoryAt(String call, int time) {
        return at(call, time, () -> {
            throw new IllegalStateException("CUDA out of memory. Tried to allocate 2.00 GiB.");
        });
    }

    static Consumer<String> javaOutOfMemoryAt(String call, int time) {
        return at(call, time, () -> {
            throw new OutOfMemoryError("Java heap space");
        });
    }

    private static Consumer<String> at(String call, int time, Runnable failure) {
        AtomicInteger times = new AtomicInteger();
        return made -> {
            if (made.equals(call) && times.incrementAndGet() == time) {
                failure.run();
            }
        };
    }

    static Consumer<String> failing(String call) {
        return made -> {
            if (made.equals(call)) {
                throw new IllegalStateException("The planted failure of " + call + ".");
            }
        };
    }

    final Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(30, 0), Duration.ofMinutes(1), outcomes.ref());
    }

    final Work slice(SessionId session, long revision, AlignedHead... start) {
        return new Work.InvertSlice(session, Priority.FOREGROUND, List.of(start), revision, Bar.NONE, outcomes.ref());
    }

    /** Holds calls of the model until it is released. */
    static final class Brake implements Consumer<String> {
        private final Set<String> held = ConcurrentHashMap.newKeySet();
        private final Semaphore gate = new Semaphore(0);

        void hold(String... calls) {
            held.addAll(List.of(calls));
        }

        /** Lets one call go on. */
        void letOnePass() {
            gate.release();
        }

        /** Lets all go on, for good. */
        void release() {
            held.clear();
            gate.release(100);
        }

        @Override
        public void accept(String call) {
            if (held.contains(call)) {
                gate.acquireUninterruptibly();
            }
        }
    }
}
