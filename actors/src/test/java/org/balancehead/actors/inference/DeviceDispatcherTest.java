package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
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
import org.balancehead.actors.inference.DeviceDispatcher.EndSession;
import org.balancehead.actors.inference.DeviceDispatcher.ForgetPerson;
import org.balancehead.actors.inference.DeviceDispatcher.Submit;
import org.balancehead.actors.inference.DeviceStatus.DeviceDown;
import org.balancehead.actors.inference.DeviceStatus.DeviceReady;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeviceDispatcherTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final InferenceSettings QUICK =
            new InferenceSettings(8, 4, Duration.ofMillis(1), Duration.ofMillis(2), 5, 3);
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");

    private final TestProbe<Outcome> outcomes = KIT.createTestProbe();
    private final TestProbe<DeviceStatus> status = KIT.createTestProbe();
    private final CountedMetrics metrics = new CountedMetrics();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void tellsItsOwnerWhichModelItServes() {
        start(FakeHeadModel::new);

        DeviceReady ready = (DeviceReady) status.receiveMessage();

        assertThat(ready.model()).hasValue(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE));
    }

    @Test
    void rendersTheRevisionThatWasPublishedLast() {
        ActorRef<DeviceDispatcher.Command> device = start(FakeHeadModel::new);

        device.tell(new Submit(slice(ANNE, 41, Heads.aligned(0))));
        Outcome.SliceDone first = outcomes.expectMessageClass(Outcome.SliceDone.class);
        device.tell(new Submit(view(ANNE)));
        Outcome.ViewRendered view = outcomes.expectMessageClass(Outcome.ViewRendered.class);

        assertThat(first.stage()).isEqualTo(Stage.ENCODER);
        assertThat(first.revised().orElseThrow().number()).isEqualTo(41);
        assertThat(view.revision()).isEqualTo(41);
        assertThat(view.model()).isEqualTo(FakeHeadModel.VERSION.number());
    }

    @Test
    void holdsBackEarlyAvatarsThatAreWorseThanTheOneShown() {
        ActorRef<DeviceDispatcher.Command> device = start(FakeHeadModel::new);

        device.tell(new Submit(
                new Work.InvertSlice(ANNE, List.of(Heads.aligned(0)), 1, OptionalDouble.of(30), outcomes.ref())));
        Outcome.SliceDone first = outcomes.expectMessageClass(Outcome.SliceDone.class);
        device.tell(new Submit(view(ANNE)));

        assertThat(first.revised()).isEmpty();
        outcomes.expectMessageClass(Outcome.AvatarMissing.class);
    }

    @Test
    void saysThatThereIsNothingToShowOrToGoOnWith() {
        ActorRef<DeviceDispatcher.Command> device = start(FakeHeadModel::new);

        device.tell(new Submit(view(ANNE)));
        device.tell(new Submit(slice(ANNE, 1)));

        outcomes.expectMessageClass(Outcome.AvatarMissing.class);
        outcomes.expectMessageClass(Outcome.InversionMissing.class);
    }

    @Test
    void runsAllOfAModelOnOneThreadAndFreesItThere() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceDispatcher.Command> device = start(() -> model);
        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        device.tell(new Submit(slice(BEN, 1, Heads.aligned(0))));
        outcomes.receiveSeveralMessages(2);

        device.tell(new EndSession(ANNE));
        KIT.stop(device);

        status.awaitAssert(() -> {
            assertThat(model.open()).isZero();
            return null;
        });
        assertThat(model.callers()).hasSize(1);
        assertThat(model.callers().iterator().next().getName()).isEqualTo("balancehead-cpu");
    }

    @Test
    void boundsWhatWaitsByTickets() {
        Semaphore gate = new Semaphore(0);
        ActorRef<DeviceDispatcher.Command> device =
                start(() -> new FakeHeadModel(call -> gate.acquireUninterruptibly()));
        status.receiveMessage();
        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));

        for (int i = 0; i < 20; i++) {
            device.tell(new Submit(view(new SessionId("session " + i))));
        }
        List<Outcome> refused = outcomes.receiveSeveralMessages(12);
        gate.release(100);

        assertThat(refused).containsOnly(new WorkRefused(Refusal.NO_TICKET));
        assertThat(outcomes.receiveSeveralMessages(9)).doesNotContain(new WorkRefused(Refusal.NO_TICKET));
        assertThat(metrics.deepestQueue()).isEqualTo(8);
    }

    @Test
    void dropsAndCountsTheWorkOfSessionsThatAreOver() {
        Semaphore gate = new Semaphore(0);
        ActorRef<DeviceDispatcher.Command> device =
                start(() -> new FakeHeadModel(call -> gate.acquireUninterruptibly()));
        status.receiveMessage();
        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        device.tell(new Submit(view(ANNE)));
        device.tell(new Submit(view(BEN)));

        device.tell(new EndSession(ANNE));
        gate.release(100);

        outcomes.expectMessageClass(Outcome.AvatarMissing.class);
        outcomes.expectNoMessage();
        assertThat(metrics.drops(DropReason.SESSION_GONE)).isEqualTo(2);
    }

    @Test
    void answersTheWorkOfAForgottenPersonWithARefusal() {
        Semaphore gate = new Semaphore(0);
        ActorRef<DeviceDispatcher.Command> device =
                start(() -> new FakeHeadModel(call -> gate.acquireUninterruptibly()));
        status.receiveMessage();
        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        device.tell(new Submit(view(ANNE)));

        device.tell(new ForgetPerson(ANNE));
        gate.release(100);
        List<Outcome> answers = outcomes.receiveSeveralMessages(2);
        device.tell(new Submit(view(ANNE)));

        assertThat(answers).containsOnly(new WorkRefused(Refusal.FORGOTTEN));
        outcomes.expectMessageClass(Outcome.AvatarMissing.class);
    }

    @Test
    void startsAFreshWorkerAfterACrash() {
        AtomicInteger opened = new AtomicInteger();
        ActorRef<DeviceDispatcher.Command> device =
                start(() -> opened.incrementAndGet() == 1 ? new FakeHeadModel(failing("step")) : new FakeHeadModel());

        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        Outcome crashed = outcomes.receiveMessage();
        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));

        assertThat(crashed).isEqualTo(new WorkRefused(Refusal.WORKER_CRASHED));
        outcomes.expectMessageClass(Outcome.SliceDone.class);
        assertThat(status.receiveSeveralMessages(3))
                .extracting(Object::getClass)
                .containsExactly(DeviceReady.class, DeviceDown.class, DeviceReady.class);
    }

    @Test
    void refusesTheSessionWhoseWorkKeepsCrashingAndServesTheOthers() {
        ActorRef<DeviceDispatcher.Command> device = start(() -> new FakeHeadModel(failing("invert")));
        List<Outcome> answers = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
            answers.add(outcomes.receiveMessage());
        }
        device.tell(new Submit(view(BEN)));

        assertThat(answers)
                .containsExactly(
                        new WorkRefused(Refusal.WORKER_CRASHED),
                        new WorkRefused(Refusal.WORKER_CRASHED),
                        new WorkRefused(Refusal.WORKER_CRASHED),
                        new WorkRefused(Refusal.SESSION_BANNED));
        outcomes.expectMessageClass(Outcome.AvatarMissing.class);
    }

    @Test
    void isGivenUpAfterFiveCrashesInARow() {
        ActorRef<DeviceDispatcher.Command> device = start(() -> {
            throw new IOException("The checkpoint is gone.");
        });

        List<DeviceStatus> told = status.receiveSeveralMessages(5);
        device.tell(new Submit(view(ANNE)));

        assertThat(told)
                .extracting(down -> ((DeviceDown) down).forGood())
                .containsExactly(false, false, false, false, true);
        outcomes.expectMessage(new WorkRefused(Refusal.DEVICE_FAILED));
    }

    private ActorRef<DeviceDispatcher.Command> start(ModelOpener model) {
        return KIT.spawn(
                DeviceDispatcher.create("cpu", () -> new HeadWorkbench(model.open()), QUICK, status.ref(), metrics));
    }

    private static Consumer<String> failing(String call) {
        return made -> {
            if (made.equals(call)) {
                throw new IllegalStateException("The planted failure of " + call + ".");
            }
        };
    }

    private Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(30, 0), outcomes.ref());
    }

    private Work slice(SessionId session, long revision, AlignedHead... start) {
        return new Work.InvertSlice(session, List.of(start), revision, OptionalDouble.empty(), outcomes.ref());
    }
}
