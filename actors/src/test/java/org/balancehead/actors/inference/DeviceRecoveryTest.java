package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.DeviceStatus.DeviceDown;
import org.balancehead.actors.inference.DeviceStatus.DeviceReady;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.model.tensor.NotFiniteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRecoveryTest extends DeviceScenario {
    @Test
    void endsBothLanesAndFreesAllBeforeAFreshWorkerOpensWhenOneLaneCrashes() {
        FakeHeadModel broken = new FakeHeadModel(brake.andThen(failing("render")));
        List<Integer> openWhenOpening = Collections.synchronizedList(new ArrayList<>());
        ActorRef<DeviceOrder> device = start(() -> {
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
        ActorRef<DeviceOrder> device = start(() -> new FakeHeadModel(brake.andThen(failing("render"))), strict);
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsOnlyTheJobThatTheDeviceOrJavaHasNoMemoryFor(boolean java) {
        Consumer<String> noMemory = java ? javaOutOfMemoryAt("step", 3) : outOfMemoryAt("step", 3);
        FakeHeadModel model = new FakeHeadModel(brake.andThen(noMemory));
        ActorRef<DeviceOrder> device = start(() -> model);
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
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
        assertThat(metrics.devices().events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
        assertThat(metrics.work().drops(DropReason.JOB_FAILED)).isEqualTo(1);
        awaitOpen(model, 4); // the model, both avatars, and the one inversion that goes on
    }

    @Test
    void opensAFreshWorkerWhenJavaHasNoMemoryToOpenOne() {
        AtomicInteger opened = new AtomicInteger();
        ActorRef<DeviceOrder> device = start(() -> {
            if (opened.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return new FakeHeadModel();
        });

        assertThat(status.receiveSeveralMessages(2))
                .extracting(Object::getClass)
                .containsExactly(DeviceDown.class, DeviceReady.class);
        showAvatarOf(device, ANNE);
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isEqualTo(1);
    }

    @Test
    void closesAnAvatarThatThereIsNoMemoryToCopy() {
        FakeHeadModel model = new FakeHeadModel(outOfMemoryAt("copy", 1));
        ActorRef<DeviceOrder> device = start(() -> model);

        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));

        assertThat(next()).isEqualTo(new WorkRefused(Refusal.OUT_OF_MEMORY));
        awaitOpen(model, 1);
    }

    @Test
    void showsNoViewOfNumbersThatAreNone() {
        AtomicInteger renders = new AtomicInteger();
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("render") && renders.incrementAndGet() == 1) {
                throw new NotFiniteException("A picture came out with numbers that are none.");
            }
        });
        ActorRef<DeviceOrder> device = start(() -> model);
        showAvatarOf(device, ANNE);

        device.tell(new Submit(view(ANNE)));
        Outcome spoilt = next();
        device.tell(new Submit(view(ANNE)));

        assertThat(spoilt).isEqualTo(new WorkRefused(Refusal.NOT_FINITE));
        assertThat(next()).isInstanceOf(Outcome.ViewRendered.class);
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
        assertThat(metrics.devices().events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
    }

    @Test
    void showsNoAvatarOfNumbersThatAreNone() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceOrder> device = start(() -> model);
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
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
    }

    @Test
    void refusesAHeadThatThereIsNoMemoryForBeforeItIsBegun() {
        FakeHeadModel model = new FakeHeadModel();
        InferenceSettings small =
                new InferenceSettings(List.of("cpu"), 1, 8, 0, 8, QUICK.recovery(), 4 << 20, Duration.ofMinutes(1));
        ActorRef<DeviceOrder> device = start(() -> model, small);
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
        ActorRef<DeviceOrder> device = start(
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
        assertThat(metrics.devices().events(DeviceEvent.HANG)).isEqualTo(1);
        assertThat(metrics.devices().events(DeviceEvent.RESTART)).isEqualTo(1);
        awaitOpen(hung, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invert", "render"})
    void leavesAWorkerBehindThatHangsAtItsFirstWorkByWhatItsWarmUpTook(String call) {
        RecoverySettings defaults = RecoverySettings.DEFAULTS;
        RecoverySettings quick = new RecoverySettings(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                defaults.maxCrashes(),
                defaults.maxCrashesOfSession(),
                defaults.crashWindow(),
                defaults.hangFactor(),
                Duration.ofMillis(200),
                Duration.ofHours(1),
                defaults.maxHung());
        AtomicInteger opened = new AtomicInteger();
        ActorRef<DeviceOrder> device = startWarm(
                () -> new WarmModel(
                        opened.incrementAndGet() == 1 ? new FakeHeadModel(brake) : new FakeHeadModel(),
                        Map.of(Lane.INVERTING, Duration.ofMillis(400), Lane.RENDERING, Duration.ofMillis(400))),
                new InferenceSettings(List.of("cpu"), 1, 8, 0, 8, quick, 1L << 30, Duration.ofMinutes(1)),
                status);
        brake.hold(call);

        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));
        Outcome ofSlice = next();
        device.tell(new Submit(view(ANNE)));
        List<Outcome> answers = List.of(ofSlice, next());
        brake.release();

        assertThat(answers).contains(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(metrics.devices().events(DeviceEvent.HANG)).isEqualTo(1);
        assertThat(status.receiveSeveralMessages(2).get(1))
                .isInstanceOfSatisfying(
                        DeviceDown.class,
                        down -> assertThat(down.reason())
                                .isEqualTo("A piece of work did not come back within 2000 ms."));
    }

    @Test
    void keepsNothingOfASessionThatEndsWhileTheWorkerIsGone() {
        List<FakeHeadModel> models = Collections.synchronizedList(new ArrayList<>());
        ActorRef<DeviceOrder> device = start(() -> {
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
        ActorRef<DeviceOrder> device = start(
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
        ActorRef<DeviceOrder> device =
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
        ActorRef<DeviceOrder> device = start(() -> new FakeHeadModel(failing("invert")));
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
        ActorRef<DeviceOrder> device = start(() -> {
            throw new IOException("The checkpoint is gone.");
        });

        List<DeviceStatus> told = status.receiveSeveralMessages(5);
        device.tell(new Submit(view(ANNE)));

        assertThat(told)
                .extracting(down -> ((DeviceDown) down).forGood())
                .containsExactly(false, false, false, false, true);
        outcomes.expectMessage(new WorkRefused(Refusal.DEVICE_RESTARTS));
    }
}
