package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
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
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.ForgetPerson;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.DeviceStatus.DeviceDown;
import org.balancehead.actors.inference.DeviceStatus.DeviceReady;
import org.balancehead.actors.inference.DeviceStatus.HandedOver;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeviceDispatcherTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    /** Only a failing test waits so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final InferenceSettings QUICK = QuickRecovery.after(5, 3);
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");
    private static final SessionId CARO = new SessionId("caro");

    private final TestProbe<Outcome> outcomes = KIT.createTestProbe();
    private final TestProbe<DeviceStatus> status = KIT.createTestProbe();
    private final CountedMetrics metrics = new CountedMetrics();
    private final Brake brake = new Brake();

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

        device.tell(new Submit(new Work.InvertSlice(
                ANNE,
                Priority.FOREGROUND,
                List.of(Heads.aligned(0)),
                1,
                new Bar(OptionalDouble.of(30), false),
                outcomes.ref())));
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

        assertThat(outcomes.receiveSeveralMessages(2))
                .containsExactlyInAnyOrder(new Outcome.AvatarMissing(), new Outcome.InversionMissing());
    }

    @Test
    void rendersInOneLaneAndInvertsInTheOtherAndFreesEachThingWhereItWasUsed() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceDispatcher.Command> device = start(() -> model);
        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        device.tell(new Submit(slice(BEN, 1, Heads.aligned(0))));
        outcomes.receiveSeveralMessages(2);
        device.tell(new Submit(view(ANNE)));
        outcomes.expectMessageClass(Outcome.ViewRendered.class);

        device.tell(new EndSession(ANNE));
        KIT.stop(device);

        awaitOpen(model, 0);
        for (String call : List.of("invert", "step", "close inversion")) {
            assertThat(model.threadsOf(call)).containsExactly("balancehead-cpu-v1-inverting");
        }
        for (String call : List.of("render", "close avatar", "close model")) {
            assertThat(model.threadsOf(call)).containsExactly("balancehead-cpu-v1-rendering");
        }
    }

    @Test
    void rendersWhileASliceTakesItsTime() {
        ActorRef<DeviceDispatcher.Command> device = start(() -> new FakeHeadModel(brake));
        showAvatarOf(device, ANNE);
        brake.hold("step");
        device.tell(new Submit(slice(ANNE, 2)));

        for (int i = 0; i < 5; i++) {
            device.tell(new Submit(view(ANNE)));
            outcomes.expectMessageClass(Outcome.ViewRendered.class);
        }
        brake.release();

        outcomes.expectMessageClass(Outcome.SliceDone.class);
    }

    @Test
    void boundsWhatWaitsByTicketsOfBothLanesTogether() {
        ActorRef<DeviceDispatcher.Command> device = start(() -> new FakeHeadModel(brake));
        showAvatarOf(device, ANNE);
        brake.hold("step", "render");
        device.tell(new Submit(slice(ANNE, 2)));
        device.tell(new Submit(view(ANNE)));

        for (int i = 0; i < 10; i++) {
            SessionId session = new SessionId("session " + i);
            device.tell(new Submit(slice(session, 1)));
            device.tell(new Submit(view(session)));
        }
        List<Outcome> refused = outcomes.receiveSeveralMessages(12);
        brake.release();

        assertThat(refused).containsOnly(new WorkRefused(Refusal.NO_TICKET));
        assertThat(outcomes.receiveSeveralMessages(10)).doesNotContain(new WorkRefused(Refusal.NO_TICKET));
        assertThat(metrics.deepestQueue()).isEqualTo(8);
    }

    @Test
    void dropsAndCountsTheWorkOfSessionsThatAreOver() {
        ActorRef<DeviceDispatcher.Command> device = start(() -> new FakeHeadModel(brake));
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        brake.hold("step", "render");
        device.tell(new Submit(slice(ANNE, 2)));
        device.tell(new Submit(view(BEN)));
        device.tell(new Submit(view(ANNE)));

        device.tell(new EndSession(ANNE));
        brake.release();

        outcomes.expectMessageClass(Outcome.ViewRendered.class);
        outcomes.expectNoMessage();
        assertThat(metrics.drops(DropReason.SESSION_GONE)).isEqualTo(2);
    }

    @Test
    void showsNothingOfAForgottenPersonWhomASlicePublishesMeanwhile() {
        FakeHeadModel model = new FakeHeadModel(brake);
        ActorRef<DeviceDispatcher.Command> device = start(() -> model);
        showAvatarOf(device, ANNE);
        brake.hold("step");
        device.tell(new Submit(slice(ANNE, 2)));

        device.tell(new ForgetPerson(ANNE));
        device.tell(new Submit(view(ANNE)));
        Outcome meanwhile = outcomes.receiveMessage();
        brake.release();
        Outcome slice = outcomes.receiveMessage();
        device.tell(new Submit(view(ANNE)));

        assertThat(meanwhile).isEqualTo(new Outcome.AvatarMissing());
        assertThat(slice).isEqualTo(new WorkRefused(Refusal.FORGOTTEN));
        outcomes.expectMessageClass(Outcome.AvatarMissing.class);
        awaitOpen(model, 1);
    }

    @Test
    void showsTheNextPersonOfASessionThatWasForgotten() {
        ActorRef<DeviceDispatcher.Command> device = start(FakeHeadModel::new);
        showAvatarOf(device, ANNE);

        device.tell(new ForgetPerson(ANNE));
        device.tell(new ForgetPerson(ANNE));
        device.tell(new Submit(slice(ANNE, 7, Heads.aligned(0))));
        outcomes.expectMessageClass(Outcome.SliceDone.class);
        device.tell(new Submit(view(ANNE)));

        assertThat(outcomes.expectMessageClass(Outcome.ViewRendered.class).revision())
                .isEqualTo(7);
    }

    @Test
    void refusesWhatWaitsForAForgottenPerson() {
        ActorRef<DeviceDispatcher.Command> device = start(() -> new FakeHeadModel(brake));
        showAvatarOf(device, BEN);
        brake.hold("render");
        device.tell(new Submit(view(BEN)));
        device.tell(new Submit(view(ANNE)));

        device.tell(new ForgetPerson(ANNE));

        outcomes.expectMessage(new WorkRefused(Refusal.FORGOTTEN));
        brake.release();
    }

    @Test
    void endsBothLanesAndFreesAllBeforeAFreshWorkerOpensWhenOneLaneCrashes() {
        FakeHeadModel broken = new FakeHeadModel(brake.andThen(failing("render")));
        List<Integer> openWhenOpening = Collections.synchronizedList(new ArrayList<>());
        ActorRef<DeviceDispatcher.Command> device = start(() -> {
            openWhenOpening.add(broken.open());
            return openWhenOpening.size() == 1 ? broken : new FakeHeadModel();
        });
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        brake.hold("step");
        device.tell(new Submit(slice(ANNE, 2)));
        device.tell(new Submit(view(BEN)));

        brake.release();
        List<Outcome> answers = outcomes.receiveSeveralMessages(2);
        showAvatarOf(device, ANNE);

        assertThat(answers)
                .anyMatch(Outcome.SliceDone.class::isInstance)
                .contains(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(openWhenOpening).containsExactly(1, 0);
    }

    @Test
    void blamesOnlyTheSessionWhoseWorkCrashedTheWorker() {
        InferenceSettings strict = QuickRecovery.after(5, 1);
        ActorRef<DeviceDispatcher.Command> device =
                start(() -> new FakeHeadModel(brake.andThen(failing("render"))), strict);
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        brake.hold("step");
        device.tell(new Submit(slice(ANNE, 2)));
        device.tell(new Submit(slice(CARO, 1, Heads.aligned(0))));
        device.tell(new Submit(view(BEN)));
        brake.release();
        outcomes.receiveSeveralMessages(3);

        showAvatarOf(device, ANNE);
        showAvatarOf(device, CARO);
        device.tell(new Submit(view(BEN)));

        outcomes.expectMessage(new WorkRefused(Refusal.SESSION_BANNED));
    }

    @Test
    void rendersNoViewThatWouldComeTooLate() {
        FakeHeadModel model = new FakeHeadModel(brake);
        ActorRef<DeviceDispatcher.Command> device = start(() -> model);
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        brake.hold("render");
        device.tell(new Submit(view(ANNE)));
        device.tell(new Submit(new Work.RenderView(BEN, CameraPose.orbit(0, 0), Duration.ZERO, outcomes.ref())));

        brake.release();

        assertThat(List.of(next(), next()))
                .hasAtLeastOneElementOfType(Outcome.ViewRendered.class)
                .contains(new WorkRefused(Refusal.LATE));
        assertThat(metrics.drops(DropReason.VIEW_LATE)).isEqualTo(1);
    }

    @Test
    void endsOnlyTheJobThatRunsOutOfMemory() {
        FakeHeadModel model = new FakeHeadModel(brake.andThen(outOfMemoryAt("step", 3)));
        ActorRef<DeviceDispatcher.Command> device = start(() -> model);
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);

        device.tell(new Submit(slice(ANNE, 2)));
        Outcome failed = next();
        device.tell(new Submit(view(ANNE)));
        Outcome view = next();
        device.tell(new Submit(slice(BEN, 2)));
        Outcome others = next();

        assertThat(failed).isEqualTo(new WorkRefused(Refusal.OUT_OF_MEMORY));
        assertThat(view).isInstanceOf(Outcome.ViewRendered.class);
        assertThat(others).isInstanceOf(Outcome.SliceDone.class);
        assertThat(metrics.events(DeviceEvent.CRASH)).isZero();
        assertThat(metrics.events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
        awaitOpen(model, 4); // the model, both avatars, and the one inversion that goes on
    }

    @Test
    void showsNoAvatarOfNumbersThatAreNone() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceDispatcher.Command> device = start(() -> model);
        showAvatarOf(device, BEN);
        model.worseBy(Double.NaN);

        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        Outcome spoilt = next();
        device.tell(new Submit(view(ANNE)));
        Outcome unseen = next();
        device.tell(new Submit(view(BEN)));

        assertThat(spoilt).isEqualTo(new WorkRefused(Refusal.NOT_FINITE));
        assertThat(unseen).isEqualTo(new Outcome.AvatarMissing());
        assertThat(next()).isInstanceOf(Outcome.ViewRendered.class);
        assertThat(metrics.events(DeviceEvent.CRASH)).isZero();
    }

    @Test
    void refusesAHeadThatThereIsNoMemoryForBeforeItIsBegun() {
        FakeHeadModel model = new FakeHeadModel();
        InferenceSettings small =
                new InferenceSettings(List.of("cpu"), 8, 8, QUICK.recovery(), 4 << 20, Duration.ofMinutes(1));
        ActorRef<DeviceDispatcher.Command> device = start(() -> model, small);
        showAvatarOf(device, ANNE); // the model, an inversion and an avatar take a MiB each

        device.tell(new Submit(slice(BEN, 1, Heads.aligned(0))));
        Outcome refused = next();
        int open = model.open();
        device.tell(new EndSession(ANNE));
        device.tell(new Submit(slice(BEN, 1, Heads.aligned(0))));

        assertThat(refused).isEqualTo(new WorkRefused(Refusal.OUT_OF_MEMORY));
        assertThat(open).isEqualTo(3);
        assertThat(next()).isInstanceOf(Outcome.SliceDone.class);
    }

    @Test
    void leavesAWorkerBehindThatHangsAndShowsOnAFreshOneWhatWasSeenLast() {
        FakeHeadModel hung = new FakeHeadModel(brake);
        AtomicInteger opened = new AtomicInteger();
        ActorRef<DeviceDispatcher.Command> device = start(
                () -> opened.incrementAndGet() == 1 ? hung : new FakeHeadModel(),
                QuickRecovery.after(5, 3, Duration.ofSeconds(2), Duration.ofMinutes(1)));
        device.tell(new Submit(slice(ANNE, 7, Heads.aligned(0))));
        outcomes.expectMessageClass(Outcome.SliceDone.class);
        brake.hold("step");
        device.tell(new Submit(slice(ANNE, 8)));
        device.tell(new Submit(slice(BEN, 1, Heads.aligned(0))));

        List<Outcome> refused = List.of(next(), next());
        device.tell(new Submit(view(ANNE)));
        Outcome view = next();
        int openWhileHung = hung.open();
        brake.release();

        assertThat(refused)
                .containsExactlyInAnyOrder(
                        new WorkRefused(Refusal.WORKER_CRASHED), new WorkRefused(Refusal.DEVICE_RESTARTS));
        assertThat(view)
                .isInstanceOfSatisfying(
                        Outcome.ViewRendered.class,
                        rendered -> assertThat(rendered.revision()).isEqualTo(7));
        assertThat(openWhileHung).isEqualTo(3); // the model, the inversion, the avatar
        assertThat(metrics.events(DeviceEvent.HANG)).isEqualTo(1);
        assertThat(metrics.events(DeviceEvent.RESTART)).isEqualTo(1);
        awaitOpen(hung, 0);
    }

    @Test
    void handsOverWhatItsSessionsSawLastAndShowsWhatItAdopts() {
        ActorRef<DeviceDispatcher.Command> device = start(FakeHeadModel::new);
        TestProbe<DeviceStatus> otherStatus = KIT.createTestProbe();
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceDispatcher.Command> other = start(() -> model, QUICK, otherStatus);
        device.tell(new Submit(slice(ANNE, 7, Heads.aligned(0))));
        outcomes.expectMessageClass(Outcome.SliceDone.class);

        device.tell(new DeviceDispatcher.HandOver());
        status.expectMessageClass(DeviceReady.class);
        HandedOver handed = status.expectMessageClass(HandedOver.class);
        device.tell(new DeviceDispatcher.HandOver());
        HandedOver again = status.expectMessageClass(HandedOver.class);
        other.tell(new DeviceDispatcher.Adopt(ANNE, requireNonNull(handed.kept().get(ANNE))));
        other.tell(new Submit(view(ANNE)));

        assertThat(next())
                .isInstanceOfSatisfying(
                        Outcome.ViewRendered.class,
                        rendered -> assertThat(rendered.revision()).isEqualTo(7));
        assertThat(again.kept()).isEmpty();
        assertThat(model.threadsOf("restore")).containsExactly("balancehead-cpu-v1-rendering");
    }

    @Test
    void losesOnlyTheAvatarThatCannotBeShownAgain() {
        FakeHeadModel good = new FakeHeadModel();
        FakeHeadModel poisoned = new FakeHeadModel(failing("restore"));
        ActorRef<DeviceDispatcher.Command> device = start(() -> good);
        showAvatarOf(device, ANNE);
        device.tell(new DeviceDispatcher.HandOver());
        status.expectMessageClass(DeviceReady.class);
        KeptAvatar kept = requireNonNull(
                status.expectMessageClass(HandedOver.class).kept().get(ANNE));
        ActorRef<DeviceDispatcher.Command> other = start(() -> poisoned);
        showAvatarOf(other, BEN);

        other.tell(new DeviceDispatcher.Adopt(ANNE, kept));
        other.tell(new Submit(view(ANNE)));
        Outcome ofAnne = next();
        other.tell(new Submit(view(BEN)));

        assertThat(ofAnne).isEqualTo(new Outcome.AvatarMissing());
        assertThat(next()).isInstanceOf(Outcome.ViewRendered.class);
        assertThat(metrics.events(DeviceEvent.CRASH)).isZero();
        assertThat(metrics.events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
    }

    @Test
    void keepsNothingOfASessionThatEndsWhileTheWorkerIsGone() {
        List<FakeHeadModel> models = Collections.synchronizedList(new ArrayList<>());
        ActorRef<DeviceDispatcher.Command> device = start(() -> {
            FakeHeadModel model = new FakeHeadModel(models.isEmpty() ? failing("render") : call -> {});
            models.add(model);
            return model;
        });
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        device.tell(new Submit(view(BEN)));
        outcomes.expectMessage(new WorkRefused(Refusal.WORKER_CRASHED));

        device.tell(new EndSession(ANNE));
        device.tell(new Submit(view(BEN)));
        Outcome ofBen = next();
        device.tell(new Submit(view(ANNE)));

        assertThat(ofBen).isInstanceOf(Outcome.ViewRendered.class);
        outcomes.expectMessage(new Outcome.AvatarMissing());
        awaitOpen(models.get(1), 2);
    }

    @Test
    void isGivenUpWhenTooManyWorkersHangAndEndsWhenTheyHaveComeBack() {
        List<FakeHeadModel> models = Collections.synchronizedList(new ArrayList<>());
        brake.hold("invert");
        ActorRef<DeviceDispatcher.Command> device = start(
                () -> {
                    FakeHeadModel model = new FakeHeadModel(brake);
                    models.add(model);
                    return model;
                },
                QuickRecovery.after(5, 3, Duration.ofMillis(200), Duration.ofMinutes(1)));
        List<Outcome> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            device.tell(new Submit(slice(new SessionId("session " + i), 1, Heads.aligned(0))));
            answers.add(next());
        }

        device.tell(new Submit(view(ANNE)));
        Outcome afterwards = next();
        device.tell(new DeviceRequest.Close());
        brake.release();

        assertThat(answers).containsOnly(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(afterwards).isEqualTo(new WorkRefused(Refusal.DEVICE_RESTARTS));
        outcomes.expectTerminated(device, PATIENCE);
        assertThat(models).hasSize(3).allMatch(model -> model.open() == 0);
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
        outcomes.expectMessage(new WorkRefused(Refusal.DEVICE_RESTARTS));
    }

    private Outcome next() {
        return outcomes.receiveMessage(PATIENCE);
    }

    private ActorRef<DeviceDispatcher.Command> start(ModelOpener model) {
        return start(model, QUICK);
    }

    private ActorRef<DeviceDispatcher.Command> start(ModelOpener model, InferenceSettings settings) {
        return start(model, settings, status);
    }

    private ActorRef<DeviceDispatcher.Command> start(
            ModelOpener model, InferenceSettings settings, TestProbe<DeviceStatus> heard) {
        return KIT.spawn(DeviceDispatcher.create(
                new DeviceLabel("cpu", 1),
                HeadWorkbench.LANES,
                (name, failed) -> new HeadWorkbench(model, settings.memoryBudget(), name, failed),
                settings,
                heard.ref(),
                metrics.live()));
    }

    private void showAvatarOf(ActorRef<DeviceDispatcher.Command> device, SessionId session) {
        device.tell(new Submit(slice(session, 1, Heads.aligned(0))));
        outcomes.expectMessageClass(Outcome.SliceDone.class);
    }

    private void awaitOpen(FakeHeadModel model, int open) {
        status.awaitAssert(() -> {
            assertThat(model.open()).isEqualTo(open);
            return null;
        });
    }

    private static Consumer<String> outOfMemoryAt(String call, int time) {
        AtomicInteger times = new AtomicInteger();
        return made -> {
            if (made.equals(call) && times.incrementAndGet() == time) {
                throw new IllegalStateException("CUDA out of memory. Tried to allocate 2.00 GiB.");
            }
        };
    }

    private static Consumer<String> failing(String call) {
        return made -> {
            if (made.equals(call)) {
                throw new IllegalStateException("The planted failure of " + call + ".");
            }
        };
    }

    private Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(30, 0), Duration.ofMinutes(1), outcomes.ref());
    }

    private Work slice(SessionId session, long revision, AlignedHead... start) {
        return new Work.InvertSlice(session, Priority.FOREGROUND, List.of(start), revision, Bar.NONE, outcomes.ref());
    }

    /** Holds calls of the model until it is released. */
    private static final class Brake implements Consumer<String> {
        private final Set<String> held = ConcurrentHashMap.newKeySet();
        private final Semaphore gate = new Semaphore(0);

        void hold(String... calls) {
            held.addAll(List.of(calls));
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
