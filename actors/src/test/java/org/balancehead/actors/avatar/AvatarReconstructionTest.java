package org.balancehead.actors.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.AvatarReconstruction.AvatarRevised;
import org.balancehead.actors.avatar.AvatarReconstruction.OfferView;
import org.balancehead.actors.avatar.AvatarReconstruction.PersonForgotten;
import org.balancehead.actors.avatar.AvatarReconstruction.Progressed;
import org.balancehead.actors.avatar.AvatarReconstruction.ReconstructionFailed;
import org.balancehead.actors.avatar.AvatarReconstruction.ViewJudged;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AvatarReconstructionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final SessionId ANNE = new SessionId("anne");

    private final TestProbe<DeviceDispatcher.Command> device = KIT.createTestProbe();
    private final TestProbe<AvatarReconstruction.Event> owner = KIT.createTestProbe();
    private final ActorRef<AvatarReconstruction.Command> reconstruction =
            KIT.spawn(AvatarReconstruction.create(ANNE, device.ref(), owner.ref()));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void waitsForAFrontalViewAndBeginsWithTheFirst() {
        reconstruction.tell(new OfferView(1, Heads.seen(40, 0.9)));
        ViewJudged turned = owner.expectMessageClass(ViewJudged.class);
        device.expectNoMessage(Duration.ofMillis(50));
        reconstruction.tell(new OfferView(2, Heads.seen(0, 0.9)));
        ViewJudged frontal = owner.expectMessageClass(ViewJudged.class);

        Work.InvertSlice slice = nextSlice();

        assertThat(turned.chosen()).isFalse();
        assertThat(frontal.chosen()).isTrue();
        assertThat(slice.start()).hasSize(2);
        assertThat(slice.start().get(0).camera().yawDegrees()).isZero();
        assertThat(slice.nextRevision()).isEqualTo(1);
    }

    @Test
    void goesOnSliceBySliceUntilTheInversionIsDone() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));

        nextSlice().replyTo().tell(done(Stage.ENCODER, false, 1));
        Work.InvertSlice second = nextSlice();
        second.replyTo().tell(done(Stage.TUNING, true, 2));

        assertThat(second.start()).isEmpty();
        assertThat(second.nextRevision()).isEqualTo(2);
        assertThat(second.psnrToBeat()).hasValue(21);
        owner.expectMessageClass(ViewJudged.class);
        assertThat(owner.expectMessageClass(AvatarRevised.class).revision().number())
                .isEqualTo(1);
        owner.expectMessageClass(Progressed.class);
        owner.expectMessageClass(AvatarRevised.class);
        owner.expectMessageClass(Progressed.class);
        device.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void beginsAnewWhileThatCostsLittleWhenAClearlyBetterFrameComes() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.4)));
        Work.InvertSlice first = nextSlice();

        reconstruction.tell(new OfferView(2, Heads.seen(0, 0.9)));
        first.replyTo().tell(done(Stage.ENCODER, false, 1));

        assertThat(nextSlice().start()).isNotEmpty();
    }

    @Test
    void ignoresWhatComesOfAForgottenPerson() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        Work.InvertSlice old = nextSlice();
        owner.expectMessageClass(ViewJudged.class);

        reconstruction.tell(new AvatarReconstruction.ForgetPerson());
        old.replyTo().tell(done(Stage.ENCODER, false, 1));
        reconstruction.tell(new OfferView(2, Heads.seen(0, 0.9)));

        owner.expectMessageClass(PersonForgotten.class);
        owner.expectMessageClass(ViewJudged.class);
        device.expectMessage(new DeviceDispatcher.ForgetPerson(ANNE));
        Work.InvertSlice fresh = nextSlice();
        assertThat(fresh.start()).isNotEmpty();
        assertThat(fresh.psnrToBeat()).isEmpty();
        assertThat(fresh.nextRevision()).isEqualTo(2);
    }

    @Test
    void beginsAnewWhenTheDeviceLostTheInversion() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        nextSlice().replyTo().tell(done(Stage.W, false, 1));

        nextSlice().replyTo().tell(new Outcome.InversionMissing());
        Work.InvertSlice again = nextSlice();

        assertThat(again.start()).isNotEmpty();
        assertThat(again.psnrToBeat()).isEmpty();
        assertThat(again.nextRevision()).isEqualTo(2);
    }

    @Test
    void asksAgainWithTheSameViewsWhenItGotNoTicket() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));

        nextSlice().replyTo().tell(new Outcome.WorkRefused(Refusal.NO_TICKET));

        assertThat(nextSlice().start()).isNotEmpty();
    }

    @Test
    void tellsItsSessionWhenTheDeviceIsGivenUp() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        owner.expectMessageClass(ViewJudged.class);

        nextSlice().replyTo().tell(new Outcome.WorkRefused(Refusal.DEVICE_FAILED));

        owner.expectMessage(new ReconstructionFailed(Refusal.DEVICE_FAILED));
    }

    private Work.InvertSlice nextSlice() {
        return (Work.InvertSlice)
                device.expectMessageClass(DeviceDispatcher.Submit.class).work();
    }

    private static Outcome done(Stage stage, boolean finished, int revision) {
        return new Outcome.SliceDone(
                stage, 1, 1, 0.1, 0.1, finished, Optional.of(new Revision(revision, stage, 20 + revision, 0.5)));
    }
}
