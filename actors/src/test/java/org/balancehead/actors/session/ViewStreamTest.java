package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Work;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.session.ViewEvent.ViewMade;
import org.balancehead.actors.session.ViewStream.GrantCredit;
import org.balancehead.actors.session.ViewStream.MakeNext;
import org.balancehead.actors.session.ViewStream.ShowAvatar;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.streaming.flow.FlowBounds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ViewStreamTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration AWHILE = Duration.ofMillis(60);

    private final TestProbe<DeviceRequest> device = KIT.createTestProbe();
    private final TestProbe<DeviceRequest> other = KIT.createTestProbe();
    private final TestProbe<ViewEvent> owner = KIT.createTestProbe();
    private final CountedMetrics metrics = new CountedMetrics();
    private final ActorRef<ViewStream.Command> views = KIT.spawn(ViewStream.create(
            new SessionId("anne"),
            new Agreement(Codec.H264, 16, 200, new ViewMode.Fixed(30, 0, 1), SessionSettings.DEFAULTS.limits()),
            device.ref(),
            FlowBounds.DEFAULTS,
            owner.ref(),
            metrics.live()));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void rendersNothingWithoutCreditOrWithoutAnAvatar() {
        views.tell(new ShowAvatar(1));
        device.expectNoMessage(AWHILE);

        views.tell(new ViewStream.HideAvatar());
        views.tell(new GrantCredit(3));

        device.expectNoMessage(AWHILE);
    }

    @Test
    void makesOneViewAtATimeInOrderAsLongAsThereIsCredit() {
        views.tell(new ShowAvatar(4));
        views.tell(new GrantCredit(2));
        nextRender().replyTo().tell(rendered(4));
        ViewMade first = owner.expectMessageClass(ViewMade.class);
        device.expectNoMessage(AWHILE);

        views.tell(new MakeNext());
        nextRender().replyTo().tell(rendered(4));
        ViewMade second = owner.expectMessageClass(ViewMade.class);
        views.tell(new MakeNext());

        device.expectNoMessage(AWHILE);
        assertThat(first.frame().header().sequence()).isEqualTo(1);
        assertThat(first.frame().header().width()).isEqualTo(16);
        assertThat(first.frame().header().revision()).isEqualTo(4);
        assertThat(second.frame().header().sequence()).isEqualTo(2);
    }

    @Test
    void dropsViewsOfARevisionBeforeTheOneTheClientKnows() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));
        Work.RenderView late = nextRender();

        views.tell(new ShowAvatar(2));
        late.replyTo().tell(rendered(1));
        nextRender().replyTo().tell(rendered(2));

        assertThat(owner.expectMessageClass(ViewMade.class).frame().header().revision())
                .isEqualTo(2);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.OUTDATED)).isEqualTo(1);
    }

    @Test
    void accountsForEachViewOnceWhateverBecomesOfIt() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(5));
        nextRender().replyTo().tell(rendered(1));
        owner.expectMessageClass(ViewMade.class);
        views.tell(new MakeNext());
        Work.RenderView late = nextRender();
        views.tell(new ShowAvatar(2));
        late.replyTo().tell(rendered(1));
        nextRender().replyTo().tell(new Outcome.WorkRefused(Outcome.Refusal.NO_TICKET));
        nextRender().replyTo().tell(new Outcome.AvatarMissing());
        owner.expectMessage(new ViewEvent.AvatarLost());
        views.tell(new ShowAvatar(3));
        nextRender().replyTo().tell(rendered(3));
        owner.expectMessageClass(ViewMade.class);
        views.tell(new ViewStream.Pause());
        owner.expectMessage(new ViewEvent.Paused());
        views.tell(new GrantCredit(1));
        nextRender();
        KIT.stop(views);

        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.SHOWN)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.OUTDATED)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.REFUSED)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.NO_AVATAR)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.CUT_OFF)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.SESSION_GONE))
                .isEqualTo(1);
        assertThat(metrics.frames().begun(FrameKind.VIEW))
                .isEqualTo(6)
                .isEqualTo(metrics.frames().ended(FrameKind.VIEW));
    }

    @Test
    void holdsViewsOfARevisionThatTheClientDoesNotKnowYet() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));

        nextRender().replyTo().tell(rendered(2));
        owner.expectNoMessage(AWHILE);
        views.tell(new ShowAvatar(2));

        assertThat(owner.expectMessageClass(ViewMade.class).frame().header().revision())
                .isEqualTo(2);
    }

    @Test
    void dropsTheViewOfSomebodyWhoWasForgottenMeanwhile() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));
        Work.RenderView late = nextRender();

        views.tell(new ViewStream.HideAvatar());
        late.replyTo().tell(rendered(1));

        owner.expectNoMessage(AWHILE);
        device.expectNoMessage(AWHILE);
    }

    @Test
    void changesOverToAnotherDeviceBetweenTwoViewsAndLosesNone() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(2));
        Work.RenderView inTheMaking = nextRender();

        views.tell(new ViewStream.MoveTo(other.ref(), 5));
        owner.expectNoMessage(AWHILE);
        inTheMaking.replyTo().tell(rendered(1));
        ViewMade last = owner.expectMessageClass(ViewMade.class);
        views.tell(new MakeNext());
        owner.expectMessage(new ViewEvent.Moved());
        renderOn(other).replyTo().tell(rendered(5));
        ViewMade first = owner.expectMessageClass(ViewMade.class);

        assertThat(last.frame().header().revision()).isEqualTo(1);
        assertThat(first.frame().header().revision()).isEqualTo(5);
        assertThat(first.frame().header().sequence()).isEqualTo(2);
        assertThat(metrics.frames().ended(FrameKind.VIEW, FrameFate.OUTDATED)).isZero();
    }

    @Test
    void changesOverAtOnceWhileASlowSocketHasTheView() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(2));
        nextRender().replyTo().tell(rendered(1));
        owner.expectMessageClass(ViewMade.class);

        views.tell(new ViewStream.MoveTo(other.ref(), 5));

        owner.expectMessage(new ViewEvent.Moved());
        other.expectNoMessage(AWHILE);
        views.tell(new MakeNext());
        renderOn(other);
    }

    @Test
    void changesOverWhenTheFormerDeviceRefusesMeanwhile() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));
        Work.RenderView refused = nextRender();

        views.tell(new ViewStream.MoveTo(other.ref(), 5));
        refused.replyTo().tell(new Outcome.WorkRefused(Refusal.DEVICE_FAILED));

        owner.expectMessage(new ViewEvent.Moved());
        renderOn(other);
    }

    @Test
    void showsNobodyWhoWasForgottenBeforeTheChange() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));
        Work.RenderView late = nextRender();

        views.tell(new ViewStream.MoveTo(other.ref(), 5));
        views.tell(new ViewStream.HideAvatar());
        late.replyTo().tell(rendered(1));

        owner.expectMessage(new ViewEvent.Moved());
        other.expectNoMessage(AWHILE);
    }

    @Test
    void beginsWithAKeyFrameAndMakesAnotherOnDemand() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(4));
        List<Boolean> keyFrames = new ArrayList<>();
        keyFrames.add(nextView().header().keyFrame());
        views.tell(new MakeNext());
        keyFrames.add(nextView().header().keyFrame());
        views.tell(new ViewStream.BeginAnew());
        views.tell(new MakeNext());
        keyFrames.add(nextView().header().keyFrame());
        views.tell(new MakeNext());
        keyFrames.add(nextView().header().keyFrame());

        assertThat(keyFrames).containsExactly(true, false, true, false);
    }

    @Test
    void asksAgainAfterARefusalWithoutSpendingCredit() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));

        nextRender().replyTo().tell(new Outcome.WorkRefused(Refusal.NO_TICKET));
        nextRender().replyTo().tell(rendered(1));

        owner.expectMessageClass(ViewMade.class);
    }

    @Test
    void tellsWhenTheDeviceLostTheAvatarOrIsGivenUp() {
        views.tell(new ShowAvatar(1));
        views.tell(new GrantCredit(1));
        nextRender().replyTo().tell(new Outcome.AvatarMissing());
        owner.expectMessageClass(ViewEvent.AvatarLost.class);

        views.tell(new ShowAvatar(2));
        nextRender().replyTo().tell(new Outcome.WorkRefused(Refusal.SESSION_BANNED));

        owner.expectMessage(new ViewEvent.ViewsFailed(Refusal.SESSION_BANNED));
    }

    private Frame nextView() {
        nextRender().replyTo().tell(rendered(1));
        Frame view = owner.expectMessageClass(ViewMade.class).frame();
        assertThat(view.header().codec()).isEqualTo(Codec.H264);
        return view;
    }

    private Work.RenderView nextRender() {
        return renderOn(device);
    }

    private static Work.RenderView renderOn(TestProbe<DeviceRequest> device) {
        return (Work.RenderView)
                device.expectMessageClass(DeviceRequest.Submit.class).work();
    }

    private static Outcome rendered(long revision) {
        return new Outcome.ViewRendered(Heads.picture(32, 32, 9, 9, 9), revision, 7);
    }
}
