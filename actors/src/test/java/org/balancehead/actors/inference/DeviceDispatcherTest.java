package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.ForgetPerson;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.DeviceStatus.DeviceReady;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.Test;

class DeviceDispatcherTest extends DeviceScenario {
    @Test
    void tellsItsOwnerWhichModelItServes() {
        start(FakeHeadModel::new);

        DeviceReady ready = (DeviceReady) status.receiveMessage();

        assertThat(ready.model()).hasValue(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE));
    }

    @Test
    void rendersTheRevisionThatWasPublishedLast() {
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);

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
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);

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
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);

        device.tell(new Submit(view(ANNE)));
        device.tell(new Submit(slice(ANNE, 1)));

        assertThat(outcomes.receiveSeveralMessages(2))
                .containsExactlyInAnyOrder(new Outcome.AvatarMissing(), new Outcome.InversionMissing());
    }

    @Test
    void rendersInOneLaneAndInvertsInTheOtherAndFreesEachThingWhereItWasUsed() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceOrder> device = start(() -> model);
        device.tell(new Submit(firstSlice(ANNE)));
        device.tell(new Submit(firstSlice(BEN)));
        outcomes.receiveSeveralMessages(2);
        device.tell(new Submit(view(ANNE)));
        outcomes.expectMessageClass(Outcome.ViewRendered.class);

        device.tell(new EndSession(ANNE));
        device.tell(new Submit(slice(BEN, 2))); // alone now
        outcomes.expectMessageClass(Outcome.SliceDone.class);
        kit.stop(device);

        awaitOpen(model, 0);
        for (String call : List.of("invert", "close inversion")) {
            assertThat(model.threadsOf(call)).containsExactly("balancehead-cpu-v1-inverting");
        }
        assertThat(model.threadsOf("step"))
                .containsExactlyInAnyOrder("balancehead-cpu-v1-inverting", "balancehead-cpu-v1-refining");
        for (String call : List.of("render", "close avatar", "close model")) {
            assertThat(model.threadsOf(call)).containsExactly("balancehead-cpu-v1-rendering");
        }
    }

    private Work firstSlice(SessionId session) {
        return new Work.InvertSlice(
                session, Priority.FIRST_VIEW, List.of(Heads.aligned(0)), 1, Bar.NONE, outcomes.ref());
    }

    @Test
    void rendersWhileASliceTakesItsTime() {
        ActorRef<DeviceOrder> device = start(() -> new FakeHeadModel(brake));
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
        ActorRef<DeviceOrder> device = start(() -> new FakeHeadModel(brake));
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
        assertThat(metrics.devices().deepestQueue()).isEqualTo(8);
    }

    @Test
    void dropsAndCountsTheWorkOfSessionsThatAreOver() {
        ActorRef<DeviceOrder> device = start(() -> new FakeHeadModel(brake));
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
        assertThat(metrics.work().drops(DropReason.SESSION_GONE)).isEqualTo(2);
    }

    @Test
    void showsNothingOfAForgottenPersonWhomASlicePublishesMeanwhile() {
        FakeHeadModel model = new FakeHeadModel(brake);
        ActorRef<DeviceOrder> device = start(() -> model);
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
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);
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
        ActorRef<DeviceOrder> device = start(() -> new FakeHeadModel(brake));
        showAvatarOf(device, BEN);
        brake.hold("render");
        device.tell(new Submit(view(BEN)));
        device.tell(new Submit(view(ANNE)));

        device.tell(new ForgetPerson(ANNE));

        outcomes.expectMessage(new WorkRefused(Refusal.FORGOTTEN));
        brake.release();
    }

    @Test
    void rendersNoViewThatWouldComeTooLate() {
        FakeHeadModel model = new FakeHeadModel(brake);
        ActorRef<DeviceOrder> device = start(() -> model);
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        brake.hold("render");
        device.tell(new Submit(view(ANNE)));
        device.tell(new Submit(new Work.RenderView(BEN, CameraPose.orbit(0, 0), Duration.ZERO, outcomes.ref())));

        brake.release();

        assertThat(List.of(next(), next()))
                .hasAtLeastOneElementOfType(Outcome.ViewRendered.class)
                .contains(new WorkRefused(Refusal.LATE));
        assertThat(metrics.work().drops(DropReason.VIEW_LATE)).isEqualTo(1);
    }
}
