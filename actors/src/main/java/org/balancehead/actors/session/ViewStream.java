package org.balancehead.actors.session;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Work;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.model.face.FacePose;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.streaming.flow.FlowBounds;
import org.balancehead.streaming.flow.Gate;
import org.balancehead.streaming.flow.ViewFlow;
import org.balancehead.streaming.video.CodedPicture;

/**
 * The views of one session: one is made at a time, when its {@link ViewFlow} allows it, from the revision that is
 * current then. So nothing queues behind a slow client, and nothing is rendered in vain. A child of its session.
 */
final class ViewStream extends AbstractBehavior<ViewStream.Command> {
    sealed interface Command {}

    record LookFrom(ViewMode mode) implements Command {}

    record GrantCredit(int frames) implements Command {}

    /** @param cameNanos when the frame that shows the pose came, by {@link System#nanoTime} */
    record FollowPose(FacePose pose, long timeMicros, long cameNanos) implements Command {}

    /** The client showed that view. Its word is taken for views that are under way only. */
    record Acknowledge(long sequence) implements Command {}

    /** The client was told of this revision: views show it and none before it. */
    record ShowAvatar(long revision) implements Command {}

    /** There is nobody to show any more. */
    record HideAvatar() implements Command {}

    /**
     * Take views from another device, which shows this revision, from the next one on that is made. Answered by
     * {@link ViewEvent.Moved}.
     *
     * @param revision 0 when nobody is shown
     */
    record MoveTo(ActorRef<DeviceRequest> device, long revision) implements Command {}

    /** The client cannot decode what it has: the next view is a key frame. */
    record BeginAnew() implements Command {}

    /** The socket took the last view: the next one may be made. */
    record MakeNext() implements Command {}

    /** The client is away: its credit is void, and so is a view on its way. Answered by {@link ViewEvent.Paused}. */
    record Pause() implements Command {}

    private record Rendered(Outcome outcome) implements Command {}

    private record Encoded(CodedPicture picture, Outcome.ViewRendered view) implements Command {}

    private record EncodingFailed(Throwable cause) implements Command {}

    private record ViewDue() implements Command {}

    private final ViewTurn turn;
    private final SessionId session;
    private final ActorRef<ViewEvent> owner;
    private final ActorRef<Outcome> outcomes;
    private final ViewCoding coding;
    private final ViewSubject subject;
    private final ViewFlow flow;
    private final FlowMeter meter;
    private final ViewCamera camera;
    private final ViewInHand inHand;

    static Behavior<Command> create(
            SessionId session,
            Agreement agreement,
            ActorRef<DeviceRequest> device,
            FlowBounds bounds,
            ActorRef<ViewEvent> owner,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ViewStream(context, timers, session, agreement, device, bounds, owner, metrics)));
    }

    private ViewStream(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId session,
            Agreement agreement,
            ActorRef<DeviceRequest> device,
            FlowBounds bounds,
            ActorRef<ViewEvent> owner,
            LiveMetrics metrics) {
        super(context);
        this.turn = new ViewTurn(timers, new ViewDue());
        this.session = session;
        this.owner = owner;
        this.outcomes = context.messageAdapter(Outcome.class, Rendered::new);
        this.coding = new ViewCoding(
                agreement.codec(),
                context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()),
                metrics.work());
        this.subject = new ViewSubject(device);
        this.flow = new ViewFlow(agreement.size(), agreement.fps(), bounds, System.nanoTime());
        this.inHand = new ViewInHand(flow.rung(), metrics);
        this.meter = new FlowMeter(flow, metrics);
        this.camera = new ViewCamera(agreement.mode(), System.nanoTime());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(LookFrom.class, look -> then(() -> camera.look(look.mode(), System.nanoTime())))
                .onMessage(GrantCredit.class, this::onGrantCredit)
                .onMessage(Acknowledge.class, this::onAcknowledge)
                .onMessage(FollowPose.class, follow -> camera.follow(follow, System.nanoTime()) ? retry() : this)
                .onMessage(ShowAvatar.class, this::onShowAvatar)
                .onMessage(HideAvatar.class, hide -> onHideAvatar())
                .onMessage(MoveTo.class, this::onMoveTo)
                .onMessage(BeginAnew.class, anew -> then(coding::beginAnew))
                .onMessage(MakeNext.class, next -> onMakeNext())
                .onMessage(Pause.class, pause -> onPause())
                .onMessage(Rendered.class, this::onRendered)
                .onMessage(Encoded.class, this::onEncoded)
                .onMessage(EncodingFailed.class, failed -> {
                    throw new IllegalStateException("The encoder failed.", failed.cause());
                })
                .onMessage(ViewDue.class, due -> then(turn::came).makeView())
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> onGrantCredit(GrantCredit grant) {
        flow.grant(grant.frames());
        return retry();
    }

    private Behavior<Command> onAcknowledge(Acknowledge acknowledge) {
        flow.acknowledge(acknowledge.sequence(), System.nanoTime()).ifPresent(meter::acknowledged);
        return retry();
    }

    private Behavior<Command> onShowAvatar(ShowAvatar show) {
        subject.show(show.revision());
        return inHand.waiting().map(this::judge).orElseGet(this::makeView);
    }

    private Behavior<Command> onHideAvatar() {
        subject.hide();
        flow.rest(System.nanoTime());
        inHand.outdate();
        return inHand.waiting().map(this::judge).orElse(this);
    }

    private Behavior<Command> onPause() {
        flow.cut(System.nanoTime());
        inHand.cut();
        coding.beginAnew();
        owner.tell(new ViewEvent.Paused());
        return inHand.isThere() ? this : takeMove();
    }

    private Behavior<Command> onMoveTo(MoveTo to) {
        subject.moveTo(to.device(), to.revision());
        return inHand.isInTheMaking() ? this : takeMove();
    }

    private Behavior<Command> takeMove() {
        if (subject.move()) {
            owner.tell(new ViewEvent.Moved());
        }
        return makeView();
    }

    private Behavior<Command> onMakeNext() {
        if (!inHand.isWithSocket()) {
            return this; // of a view that was cut off
        }
        inHand.taken();
        flow.taken(System.nanoTime());
        return takeMove();
    }

    private Behavior<Command> retry() {
        turn.mayComeSooner();
        return makeView();
    }

    private Behavior<Command> makeView() {
        if (inHand.isThere() || !subject.isThere() || turn.isAwaited()) {
            return this;
        }
        long now = System.nanoTime();
        Gate gate = flow.gate(now, camera.isFresh() ? flow.period().dividedBy(2) : Duration.ZERO);
        Duration hold = camera.hold(flow.period(), now);
        if (meter.adapted()) {
            getContext().getLog().debug("Session {}: views → rung {}, {}", session, flow.position(), flow.rung());
        }
        if (gate instanceof Gate.Later later) {
            turn.comesAfter(later.delay());
        } else if (!hold.isZero()) {
            turn.comesAfter(hold);
        } else if (gate instanceof Gate.Open) {
            flow.begin(now);
            inHand.begin(flow.rung(), camera);
            subject.device()
                    .tell(new DeviceRequest.Submit(
                            new Work.RenderView(session, camera.take(now), flow.usefulFor(), outcomes)));
        }
        return this;
    }

    private Behavior<Command> onRendered(Rendered rendered) {
        Outcome outcome = rendered.outcome();
        if (outcome instanceof Outcome.ViewRendered view) {
            return judge(view);
        }
        inHand.end(outcome instanceof Outcome.AvatarMissing ? FrameFate.NO_AVATAR : FrameFate.REFUSED);
        if (outcome instanceof Outcome.AvatarMissing && subject.isThere()) {
            subject.lose();
            owner.tell(new ViewEvent.AvatarLost());
        } else if (outcome instanceof Outcome.WorkRefused refused && !subject.isToMove()) {
            return onRefused(refused.why());
        }
        return takeMove();
    }

    /** Encodes the view if the client may see it: video cannot do without a view once it is encoded. */
    private Behavior<Command> judge(Outcome.ViewRendered view) {
        if (inHand.isOutdated(view.revision(), subject.revision())) {
            inHand.end(FrameFate.OUTDATED);
            return takeMove();
        }
        if (view.revision() > subject.revision()) {
            inHand.await(view);
        } else {
            inHand.encode();
            encode(view);
        }
        return this;
    }

    private Behavior<Command> onRefused(Outcome.Refusal why) {
        if (why.isFinal()) {
            owner.tell(new ViewEvent.ViewsFailed(why));
        } else if (why == Outcome.Refusal.LATE) {
            turn.comesAfter(Duration.ZERO);
        } else {
            if (why.isRestart()) {
                owner.tell(new ViewEvent.DeviceRestarts());
            } else if (why.isJobFailure()) {
                owner.tell(new ViewEvent.ViewFailed());
            }
            turn.comesAfterRefusal();
        }
        return this;
    }

    private void encode(Outcome.ViewRendered view) {
        getContext()
                .pipeToSelf(
                        coding.encode(view, inHand.rung()),
                        (picture, trouble) ->
                                trouble == null ? new Encoded(picture, view) : new EncodingFailed(trouble));
    }

    private Behavior<Command> onEncoded(Encoded encoded) {
        if (inHand.isOutdated(encoded.view().revision(), subject.revision())) {
            inHand.end(FrameFate.OUTDATED);
            coding.beginAnew();
            return takeMove();
        }
        Frame frame = coding.frame(encoded.picture(), encoded.view(), inHand);
        flow.send(frame.header().sequence(), encoded.picture().bytes().length, System.nanoTime())
                .ifPresent(meter::sent);
        inHand.handOver();
        owner.tell(new ViewEvent.ViewMade(frame));
        return this;
    }

    private Behavior<Command> onStopped() {
        inHand.close();
        coding.close();
        meter.close();
        return this;
    }

    private ViewStream then(Runnable step) {
        step.run();
        return this;
    }
}
