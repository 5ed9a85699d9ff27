package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.frame.SequenceNumber;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.streaming.flow.FlowBounds;
import org.balancehead.streaming.flow.Gate;
import org.balancehead.streaming.flow.Rung;
import org.balancehead.streaming.flow.ViewFlow;
import org.balancehead.streaming.video.CodedPicture;
import org.jspecify.annotations.Nullable;

/**
 * The views of one session: one is made at a time, when its {@link ViewFlow} allows it, from the revision that is
 * current then. So nothing queues behind a slow client, and nothing is rendered in vain. A child of its session.
 */
final class ViewStream extends AbstractBehavior<ViewStream.Command> {
    sealed interface Command {}

    record LookFrom(ViewMode mode) implements Command {}

    record GrantCredit(int frames) implements Command {}

    /** @param cameNanos when the frame that shows the pose came, by {@link System#nanoTime} */
    record FollowPose(FaceAnalysis pose, long timeMicros, long cameNanos) implements Command {}

    /** The client showed that view. Its word is taken for views that are under way only. */
    record Acknowledge(long sequence) implements Command {}

    /** The client was told of this revision: views show it and none before it. */
    record ShowAvatar(long revision) implements Command {}

    /** There is nobody to show any more. */
    record HideAvatar() implements Command {}

    /**
     * Take views from another device, which shows this revision, from the next one on that is made. Answered by
     * {@link Moved}.
     *
     * @param revision 0 when nobody is shown
     */
    record MoveTo(ActorRef<DeviceRequest> device, long revision) implements Command {}

    /** The client cannot decode what it has: the next view is a key frame. */
    record BeginAnew() implements Command {}

    /** The socket took the last view: the next one may be made. */
    record MakeNext() implements Command {}

    /** The client is away: its credit is void, and so is a view on its way. Answered by {@link Paused}. */
    record Pause() implements Command {}

    private record Rendered(Outcome outcome) implements Command {}

    private record Encoded(CodedPicture picture, Outcome.ViewRendered view) implements Command {}

    private record EncodingFailed(Throwable cause) implements Command {}

    private record ViewDue() implements Command {}

    /** What the session hears. */
    sealed interface Event {}

    /** The next view. Answered by {@link MakeNext} when the socket has taken it. */
    record ViewMade(Frame frame) implements Event {}

    /** The device has no avatar although it had: make it again. */
    record AvatarLost() implements Event {}

    /** All views after this event are the other device's, and none before it. */
    record Moved() implements Event {}

    /** No view comes before there is credit again. */
    record Paused() implements Event {}

    /** The device failed and is being restarted; views go on then. */
    record DeviceRestarts() implements Event {}

    /** The device refuses for good. */
    record ViewsFailed(Outcome.Refusal why) implements Event {}

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final Agreement agreement;
    private final ActorRef<Event> owner;
    private final LiveMetrics metrics;
    private final ActorRef<Outcome> outcomes;
    private final EncoderLane encoder;
    private final Duration lateness;
    private final ViewFlow flow;
    private final ViewCamera camera;
    private final ViewInHand inHand;
    private ActorRef<DeviceRequest> device;
    private @Nullable MoveTo move;
    private long sequence;
    private int position;

    /** The revision that the client was told of; 0 while there is nothing to show. */
    private long revision;

    /** Whether the device is to be given time before it is asked again. */
    private boolean refused;

    private boolean keyFrameDue;

    static Behavior<Command> create(
            SessionId session,
            Agreement agreement,
            ActorRef<DeviceRequest> device,
            FlowBounds bounds,
            ActorRef<Event> owner,
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
            ActorRef<Event> owner,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.session = session;
        this.agreement = agreement;
        this.device = device;
        this.owner = owner;
        this.metrics = metrics;
        this.outcomes = context.messageAdapter(Outcome.class, Rendered::new);
        this.encoder = new EncoderLane(
                agreement.codec(), context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        this.lateness = bounds.lateness();
        this.flow = new ViewFlow(agreement.size(), agreement.fps(), bounds, System.nanoTime());
        this.inHand = new ViewInHand(flow.rung(), metrics);
        metrics.rungChanged(-1, position);
        this.camera = new ViewCamera(agreement.mode(), System.nanoTime());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(LookFrom.class, this::onLookFrom)
                .onMessage(GrantCredit.class, this::onGrantCredit)
                .onMessage(Acknowledge.class, this::onAcknowledge)
                .onMessage(FollowPose.class, this::onFollowPose)
                .onMessage(ShowAvatar.class, this::onShowAvatar)
                .onMessage(HideAvatar.class, hide -> onHideAvatar())
                .onMessage(MoveTo.class, this::onMoveTo)
                .onMessage(BeginAnew.class, anew -> onBeginAnew())
                .onMessage(MakeNext.class, next -> onMakeNext())
                .onMessage(Pause.class, pause -> onPause())
                .onMessage(Rendered.class, this::onRendered)
                .onMessage(Encoded.class, this::onEncoded)
                .onMessage(EncodingFailed.class, this::onEncodingFailed)
                .onMessage(ViewDue.class, due -> onViewDue())
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> onLookFrom(LookFrom look) {
        camera.look(look.mode(), System.nanoTime());
        return this;
    }

    private Behavior<Command> onGrantCredit(GrantCredit grant) {
        flow.grant(grant.frames());
        return retry();
    }

    private Behavior<Command> onAcknowledge(Acknowledge acknowledge) {
        flow.acknowledge(acknowledge.sequence(), System.nanoTime()).ifPresent(roundTrip -> {
            metrics.took(LiveMetrics.Step.ROUND_TRIP, roundTrip);
            metrics.connectionCarries(flow.bytesPerSecond());
        });
        return retry();
    }

    private Behavior<Command> onFollowPose(FollowPose follow) {
        camera.follow(follow.pose(), follow.timeMicros(), follow.cameNanos());
        return this;
    }

    private Behavior<Command> onShowAvatar(ShowAvatar show) {
        revision = show.revision();
        return judgeWaiting().orElseGet(this::makeView);
    }

    private Behavior<Command> onHideAvatar() {
        revision = 0;
        flow.rest(System.nanoTime());
        inHand.outdate();
        if (move != null) {
            move = new MoveTo(move.device(), 0);
        }
        return judgeWaiting().orElse(this);
    }

    private Behavior<Command> onBeginAnew() {
        keyFrameDue = true;
        return this;
    }

    private Behavior<Command> onPause() {
        flow.cut(System.nanoTime());
        inHand.cut();
        keyFrameDue = true;
        owner.tell(new Paused());
        return inHand.isThere() ? this : takeMove();
    }

    private Behavior<Command> onMoveTo(MoveTo to) {
        move = to;
        return inHand.isInTheMaking() ? this : takeMove();
    }

    private Behavior<Command> takeMove() {
        if (move != null) {
            device = move.device();
            revision = move.revision();
            move = null;
            owner.tell(new Moved());
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

    /** The client did something that may let the next view go sooner. */
    private Behavior<Command> retry() {
        if (!refused) {
            timers.cancel(ViewDue.class);
        }
        return makeView();
    }

    private Behavior<Command> onViewDue() {
        refused = false;
        return makeView();
    }

    private Behavior<Command> makeView() {
        if (inHand.isThere() || revision == 0 || timers.isTimerActive(ViewDue.class)) {
            return this;
        }
        long now = System.nanoTime();
        Gate gate = flow.gate(now);
        noteRung();
        if (gate instanceof Gate.Later later) {
            timers.startSingleTimer(ViewDue.class, new ViewDue(), later.delay());
        } else if (gate instanceof Gate.Open) {
            flow.begin(now);
            Rung rung = flow.rung();
            inHand.begin(rung, camera);
            Duration useful =
                    Duration.ofSeconds(1).dividedBy(rung.framesPerSecond()).plus(lateness);
            device.tell(new DeviceRequest.Submit(new Work.RenderView(session, camera.at(now), useful, outcomes)));
        }
        return this;
    }

    private void noteRung() {
        for (long skipped = flow.takeSkipped(); skipped > 0; skipped--) {
            metrics.dropped(DropReason.VIEW_SKIPPED);
        }
        if (flow.position() != position) {
            metrics.rungChanged(position, flow.position());
            getContext()
                    .getLog()
                    .debug("Session {}: views at rung {} → {}, {}", session, position, flow.position(), flow.rung());
            position = flow.position();
        }
    }

    private Behavior<Command> onRendered(Rendered rendered) {
        Outcome outcome = rendered.outcome();
        if (outcome instanceof Outcome.ViewRendered view) {
            return judge(view);
        }
        inHand.end(outcome instanceof Outcome.AvatarMissing ? FrameFate.NO_AVATAR : FrameFate.REFUSED);
        if (outcome instanceof Outcome.AvatarMissing && revision > 0) {
            revision = 0;
            owner.tell(new AvatarLost());
        } else if (outcome instanceof Outcome.WorkRefused refused && move == null) {
            return onRefused(refused.why());
        }
        return takeMove();
    }

    private Optional<Behavior<Command>> judgeWaiting() {
        return inHand.waiting().map(this::judge);
    }

    /** Encodes the view if the client may see it: video cannot do without a view once it is encoded. */
    private Behavior<Command> judge(Outcome.ViewRendered view) {
        if (inHand.isOutdated(view.revision(), revision)) {
            inHand.end(FrameFate.OUTDATED);
            return takeMove();
        }
        if (view.revision() > revision) {
            inHand.await(view);
        } else {
            inHand.encode();
            encode(view);
        }
        return this;
    }

    private Behavior<Command> onRefused(Outcome.Refusal why) {
        if (why == Outcome.Refusal.SESSION_BANNED || why == Outcome.Refusal.DEVICE_FAILED) {
            owner.tell(new ViewsFailed(why));
        } else if (why == Outcome.Refusal.LATE) {
            timers.startSingleTimer(ViewDue.class, new ViewDue(), Duration.ZERO);
        } else {
            if (why == Outcome.Refusal.WORKER_CRASHED || why == Outcome.Refusal.DEVICE_RESTARTS) {
                owner.tell(new DeviceRestarts());
            }
            refused = true;
            timers.startSingleTimer(ViewDue.class, new ViewDue(), RETRY_DELAY);
        }
        return this;
    }

    private void encode(Outcome.ViewRendered view) {
        long began = System.nanoTime();
        Rung rung = inHand.rung();
        CompletionStage<CodedPicture> encoding =
                encoder.encode(view.image(), rung.side(), rung.quality(), rung.framesPerSecond(), keyFrameDue);
        keyFrameDue = false;
        getContext().pipeToSelf(encoding, (picture, trouble) -> {
            metrics.took(LiveMetrics.Step.ENCODE, Duration.ofNanos(System.nanoTime() - began));
            return trouble == null ? new Encoded(picture, view) : new EncodingFailed(trouble);
        });
    }

    private Behavior<Command> onEncoded(Encoded encoded) {
        long shows = encoded.view().revision();
        if (inHand.isOutdated(shows, revision)) {
            inHand.end(FrameFate.OUTDATED);
            keyFrameDue = true;
            return takeMove();
        }
        sequence = SequenceNumber.next(sequence);
        flow.send(sequence, encoded.picture().bytes().length, System.nanoTime())
                .ifPresent(gap -> metrics.took(LiveMetrics.Step.VIEW_GAP, gap));
        FrameHeader header = new FrameHeader(
                FrameKind.VIEW,
                agreement.codec(),
                encoded.picture().keyFrame(),
                false,
                sequence,
                inHand.reflectedTimeMicros(),
                inHand.rung().side(),
                inHand.rung().side(),
                shows,
                encoded.view().model());
        inHand.handOver();
        owner.tell(new ViewMade(new Frame(header, encoded.picture().bytes())));
        return this;
    }

    private Behavior<Command> onEncodingFailed(EncodingFailed failed) {
        throw new IllegalStateException("The encoder failed.", failed.cause());
    }

    private Behavior<Command> onStopped() {
        inHand.close();
        encoder.close();
        metrics.rungChanged(position, -1);
        return this;
    }
}
