package org.balancehead.actors.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.AvatarReconstruction.AvatarRevised;
import org.balancehead.actors.avatar.AvatarReconstruction.MoveGivenUp;
import org.balancehead.actors.avatar.AvatarReconstruction.MoveReady;
import org.balancehead.actors.avatar.AvatarReconstruction.MoveTaken;
import org.balancehead.actors.avatar.AvatarReconstruction.MoveTo;
import org.balancehead.actors.avatar.AvatarReconstruction.OfferView;
import org.balancehead.actors.avatar.AvatarReconstruction.PersonForgotten;
import org.balancehead.actors.avatar.AvatarReconstruction.Progressed;
import org.balancehead.actors.avatar.AvatarReconstruction.ReconstructionFailed;
import org.balancehead.actors.avatar.AvatarReconstruction.ViewJudged;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AvatarReconstructionTest {
    private static final List<AlignedHead> KEPT = List.of(AlignedHead.grey(8));
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final SessionId ANNE = new SessionId("anne");

    private final TestProbe<DeviceRequest> device = KIT.createTestProbe();
    private final TestProbe<DeviceRequest> other = KIT.createTestProbe();
    private final TestProbe<DeviceRequest> third = KIT.createTestProbe();
    private final TestProbe<AvatarReconstruction.Event> owner = KIT.createTestProbe();
    private final ActorRef<AvatarReconstruction.Command> reconstruction = KIT.spawn(AvatarReconstruction.create(
            ANNE, device.ref(), MoveTolerance.DEFAULTS, Duration.ofSeconds(10), owner.ref()));

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
        assertThat(second.bar().psnr()).hasValue(21);
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
        device.expectMessage(new DeviceRequest.ForgetPerson(ANNE));
        Work.InvertSlice fresh = nextSlice();
        assertThat(fresh.start()).isNotEmpty();
        assertThat(fresh.bar().psnr()).isEmpty();
        assertThat(fresh.nextRevision()).isEqualTo(2);
    }

    @Test
    void beginsAnewWhenTheDeviceLostTheInversion() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        nextSlice().replyTo().tell(done(Stage.W, false, 1));

        nextSlice().replyTo().tell(new Outcome.InversionMissing());
        Work.InvertSlice again = nextSlice();

        assertThat(again.start()).isNotEmpty();
        assertThat(again.bar().psnr()).isEmpty();
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

    @Test
    void makesTheAvatarAgainOnAnotherDeviceAndGoesOnThereOnceItIsTaken() {
        becomeDone();

        reconstruction.tell(new MoveTo(other.ref()));
        Work.InvertSlice first = nextSliceOn(other);
        first.replyTo().tell(done(Stage.ENCODER, false, 2, 19));
        Work.InvertSlice second = nextSliceOn(other);
        second.replyTo().tell(done(Stage.W, false, 3, 20.6));
        MoveReady ready = owner.expectMessageClass(MoveReady.class);
        other.expectNoMessage(Duration.ofMillis(50));
        reconstruction.tell(new MoveTaken());
        Work.InvertSlice third = nextSliceOn(other);

        assertThat(first.start()).hasSize(1);
        assertThat(first.nextRevision()).isEqualTo(2);
        assertThat(first.priority()).isEqualTo(Priority.BACKGROUND);
        assertThat(second.start()).isEmpty();
        assertThat(ready.revision())
                .hasValueSatisfying(revision -> assertThat(revision.number()).isEqualTo(3));
        assertThat(third.start()).isEmpty();
        assertThat(third.nextRevision()).isEqualTo(4);
        assertThat(third.priority()).isEqualTo(Priority.FOREGROUND);
        device.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void staysWhenTheOtherVersionNeverGetsAsGoodAndGoesOnAsBefore() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        Work.InvertSlice live = nextSlice();
        reconstruction.tell(new MoveTo(other.ref()));
        other.expectNoMessage(Duration.ofMillis(50));
        live.replyTo().tell(done(Stage.ENCODER, false, 1));

        nextSliceOn(other).replyTo().tell(done(Stage.TUNING, true, 2, 20.4));

        skipTo(MoveGivenUp.class);
        Work.InvertSlice on = nextSlice();
        assertThat(on.start()).isEmpty();
        assertThat(on.nextRevision()).isEqualTo(2);
    }

    @Test
    void staysWhenTheOtherDeviceRefuses() {
        becomeDone();
        reconstruction.tell(new MoveTo(other.ref()));

        nextSliceOn(other).replyTo().tell(new Outcome.WorkRefused(Refusal.DEVICE_FAILED));

        owner.expectMessageClass(MoveGivenUp.class);
        device.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void beginsAgainOnTheOtherDeviceWhenItCrashed() {
        becomeDone();
        reconstruction.tell(new MoveTo(other.ref()));
        nextSliceOn(other).replyTo().tell(done(Stage.ENCODER, false, 2, 12));

        nextSliceOn(other).replyTo().tell(new Outcome.WorkRefused(Refusal.WORKER_CRASHED));

        assertThat(nextSliceOn(other).start()).hasSize(1);
    }

    @Test
    void justMovesWhileNobodyIsShown() {
        reconstruction.tell(new MoveTo(other.ref()));
        assertThat(owner.expectMessageClass(MoveReady.class).revision()).isEmpty();
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        device.expectNoMessage(Duration.ofMillis(50));

        reconstruction.tell(new MoveTaken());

        assertThat(nextSliceOn(other).start()).hasSize(1);
    }

    @Test
    void movesWithoutThePersonWhoIsForgottenOnTheWay() {
        becomeDone();
        reconstruction.tell(new MoveTo(other.ref()));
        Work.InvertSlice late = nextSliceOn(other);

        reconstruction.tell(new AvatarReconstruction.ForgetPerson());
        late.replyTo().tell(done(Stage.ENCODER, false, 2, 30));

        owner.expectMessageClass(PersonForgotten.class);
        assertThat(owner.expectMessageClass(MoveReady.class).revision()).isEmpty();
        device.expectMessage(new DeviceRequest.ForgetPerson(ANNE));
        other.expectMessage(new DeviceRequest.ForgetPerson(ANNE));
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void takesAnyAvatarOfTheOtherDeviceWhenTheOneThatIsShownIsLost() {
        becomeDone();
        reconstruction.tell(new MoveTo(other.ref()));
        Work.InvertSlice first = nextSliceOn(other);

        reconstruction.tell(new AvatarReconstruction.MakeAgain());
        reconstruction.tell(new OfferView(9, Heads.nobody())); // answered when the loss is known
        owner.expectMessageClass(ViewJudged.class);
        first.replyTo().tell(done(Stage.ENCODER, false, 2, 12));

        assertThat(owner.expectMessageClass(MoveReady.class).revision()).isPresent();
    }

    @Test
    void staysWhenItIsCalledBackAndMayBeSentElsewhere() {
        becomeDone();
        reconstruction.tell(new MoveTo(other.ref()));
        Work.InvertSlice late = nextSliceOn(other);

        reconstruction.tell(new AvatarReconstruction.StayHere());
        owner.expectMessageClass(MoveGivenUp.class);
        late.replyTo().tell(done(Stage.TUNING, true, 2, 30));
        reconstruction.tell(new MoveTo(third.ref()));

        assertThat(nextSliceOn(third).nextRevision()).isEqualTo(2);
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void makesAKeptAvatarAgainOnAnotherDeviceFromThePicturesThatAreKeptWithIt() {
        reconstruction.tell(new AvatarReconstruction.ShowKept(new Revision(1, Stage.TUNING, 21, 0.5), KEPT));
        skipTo(AvatarRevised.class);

        reconstruction.tell(new MoveTo(other.ref()));
        Work.InvertSlice first = nextSliceOn(other);
        first.replyTo().tell(done(Stage.TUNING, true, 2, 20.8));
        MoveReady ready = owner.expectMessageClass(MoveReady.class);
        reconstruction.tell(new MoveTaken());
        reconstruction.tell(new MoveTo(third.ref()));

        assertThat(first.start()).isEqualTo(KEPT);
        assertThat(ready.revision())
                .hasValueSatisfying(revision -> assertThat(revision.number()).isEqualTo(2));
        assertThat(nextSliceOn(third).start()).as("and back").isEqualTo(KEPT);
        device.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void makesAKeptAvatarAnewAndLooksForNobodyElseUntilItIsForgotten() {
        reconstruction.tell(new AvatarReconstruction.MakeKept(KEPT));
        Work.InvertSlice first = nextSlice();
        reconstruction.tell(new OfferView(1, Heads.seen(0, 1)));
        boolean chosen = owner.expectMessageClass(ViewJudged.class).chosen();
        first.replyTo().tell(done(Stage.ENCODER, false, 1));
        Work.InvertSlice second = nextSlice();
        reconstruction.tell(new AvatarReconstruction.TellViews());
        List<AlignedHead> madeFrom = skipTo(AvatarReconstruction.MadeFrom.class).views();
        reconstruction.tell(new AvatarReconstruction.ForgetPerson());
        reconstruction.tell(new OfferView(2, Heads.seen(0, 0.9)));

        assertThat(first.start()).isEqualTo(KEPT);
        assertThat(chosen).isFalse();
        assertThat(second.start()).isEmpty();
        assertThat(madeFrom).isEqualTo(KEPT);
        assertThat(skipTo(ViewJudged.class).chosen()).isTrue();
    }

    @Test
    void goesOnWithAnAvatarThatWasKeptBeforeItWasFinishedAndPublishesOnlyWhatIsBetter() {
        reconstruction.tell(new AvatarReconstruction.ShowKept(new Revision(1, Stage.W, 17, 0.5), KEPT));

        Work.InvertSlice first = nextSlice();

        assertThat(first.start()).isEqualTo(KEPT);
        assertThat(first.nextRevision()).isEqualTo(2);
        assertThat(first.bar().psnr()).hasValue(17);
    }

    @Test
    void makesAKeptAvatarAgainWhenItsDeviceLostIt() {
        reconstruction.tell(new AvatarReconstruction.ShowKept(new Revision(1, Stage.TUNING, 21, 0.5), KEPT));

        reconstruction.tell(new AvatarReconstruction.MakeAgain());

        assertThat(nextSlice().start()).isEqualTo(KEPT);
    }

    private void becomeDone() {
        reconstruction.tell(new OfferView(1, Heads.seen(0, 0.9)));
        nextSlice().replyTo().tell(done(Stage.TUNING, true, 1));
        skipTo(Progressed.class);
    }

    private <T extends AvatarReconstruction.Event> T skipTo(Class<T> type) {
        AvatarReconstruction.Event event = owner.receiveMessage();
        while (!type.isInstance(event)) {
            event = owner.receiveMessage();
        }
        return type.cast(event);
    }

    private Work.InvertSlice nextSlice() {
        return nextSliceOn(device);
    }

    private static Work.InvertSlice nextSliceOn(TestProbe<DeviceRequest> device) {
        return (Work.InvertSlice)
                device.expectMessageClass(DeviceRequest.Submit.class).work();
    }

    private static Outcome done(Stage stage, boolean finished, int revision) {
        return done(stage, finished, revision, 20 + revision);
    }

    private static Outcome done(Stage stage, boolean finished, int revision, double psnr) {
        return new Outcome.SliceDone(
                stage, 1, 1, 0.1, 0.1, finished, Optional.of(new Revision(revision, stage, psnr, 0.5)));
    }
}
