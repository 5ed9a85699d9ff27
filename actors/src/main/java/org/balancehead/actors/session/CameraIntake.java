package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
import org.balancehead.actors.metrics.FrameAccount;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.frame.SequenceNumber;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.flow.LatestSlot;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;

/**
 * The way of one session's camera frames: the newest waits, one is decoded and looked at at a time, the rest are
 * dropped. A child of its session.
 */
final class CameraIntake extends AbstractBehavior<CameraIntake.Command> {
    sealed interface Command {}

    record OfferFrame(Frame frame) implements Command {}

    /**
     * Looks at so many frames a second at most, from now on.
     *
     * @param followedPerSecond frames in which a face that was seen is followed; 0 where nobody needs to know its pose
     */
    record LookAt(double analysesPerSecond, double followedPerSecond) implements Command {}

    /** The next frame is the first one of another connection, whatever its number. */
    record StartOver() implements Command {}

    private record Decoded(VideoFrame picture) implements Command {}

    private record DecodingFailed(Throwable cause) implements Command {}

    private record Looked(Outcome outcome) implements Command {}

    private record FrameDue() implements Command {}

    /** A refused device is asked again with the newest frame then. */
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final ActorRef<DeviceRequest> analyser;
    private final ActorRef<IntakeEvent> owner;
    private final WorkMetrics metrics;
    private final FrameAccount account;
    private final ActorRef<Outcome> outcomes;
    private final JpegLane jpeg;
    private final LatestSlot<Frame> slot = new LatestSlot<>();
    private final FaceTrack track;
    private long lastSequence;
    private boolean anyFrame;
    private final FrameInHand inHand;

    /** When the frame that waits came. */
    private long waitingSinceNanos;

    static Behavior<Command> create(
            SessionId session,
            Limits limits,
            ActorRef<DeviceRequest> analyser,
            ActorRef<IntakeEvent> owner,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new CameraIntake(context, timers, session, limits, analyser, owner, metrics)));
    }

    private CameraIntake(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId session,
            Limits limits,
            ActorRef<DeviceRequest> analyser,
            ActorRef<IntakeEvent> owner,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.session = session;
        this.analyser = analyser;
        this.owner = owner;
        this.metrics = metrics.work();
        this.account = new FrameAccount(metrics.frames(), FrameKind.CAMERA);
        this.inHand = new FrameInHand(account);
        this.track = new FaceTrack(limits.maxFps());
        this.outcomes = context.messageAdapter(Outcome.class, Looked::new);
        this.jpeg = new JpegLane(limits, context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OfferFrame.class, this::onOfferFrame)
                .onMessage(Decoded.class, this::onDecoded)
                .onMessage(DecodingFailed.class, this::onDecodingFailed)
                .onMessage(Looked.class, this::onLooked)
                .onMessage(LookAt.class, this::onLookAt)
                .onMessage(StartOver.class, over -> onStartOver())
                .onMessage(FrameDue.class, due -> onFrameDue())
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> onOfferFrame(OfferFrame offer) {
        account.began();
        long sequence = offer.frame().header().sequence();
        if (anyFrame && !SequenceNumber.isNewer(sequence, lastSequence)) {
            account.ended(FrameFate.STALE);
            owner.tell(new IntakeEvent.FrameRefused(
                    ErrorCode.STALE_FRAME,
                    "Frame %d came after frame %d: number frames upwards.".formatted(sequence, lastSequence),
                    sequence));
            return this;
        }
        anyFrame = true;
        lastSequence = sequence;
        if (slot.offer(offer.frame())) {
            account.ended(FrameFate.REPLACED);
        }
        waitingSinceNanos = System.nanoTime();
        takeNext();
        return this;
    }

    private Behavior<Command> onLookAt(LookAt look) {
        track.setRates(look.analysesPerSecond(), look.followedPerSecond());
        return this;
    }

    private Behavior<Command> onStartOver() {
        anyFrame = false;
        return this;
    }

    private void takeNext() {
        if (inHand.isThere() || timers.isTimerActive(FrameDue.class)) {
            return;
        }
        Duration wait = track.looks().untilDue(System.nanoTime());
        if (wait.isZero()) {
            slot.take().ifPresent(this::decode);
        } else {
            timers.startSingleTimer(FrameDue.class, new FrameDue(), wait);
        }
    }

    private void decode(Frame frame) {
        track.looks().spend(System.nanoTime());
        inHand.begin(frame.header(), waitingSinceNanos, System.nanoTime());
        CompletionStage<VideoFrame> decoding =
                jpeg.decode(frame.payload(), frame.header().timeMicros());
        getContext()
                .pipeToSelf(
                        decoding,
                        (picture, trouble) -> trouble == null ? new Decoded(picture) : new DecodingFailed(trouble));
    }

    private Behavior<Command> onDecoded(Decoded decoded) {
        metrics.took(Step.DECODE, inHand.age(System.nanoTime()));
        VideoFrame frame = decoded.picture();
        FrameHeader header = inHand.header();
        if (frame.width() != header.width() || frame.height() != header.height()) {
            refuse(
                    ErrorCode.BAD_FRAME,
                    "The header says %d×%d, the picture is %d×%d."
                            .formatted(header.width(), header.height(), frame.width(), frame.height()));
            return this;
        }
        inHand.decoded(new RgbImage(frame.width(), frame.height(), frame.rgb()));
        track.known().ifPresentOrElse(this::follow, this::analyse);
        return this;
    }

    private void follow(FacePose before) {
        analyser.tell(new DeviceRequest.Submit(new Work.FollowFace(session, inHand.picture(), before, outcomes)));
    }

    private void analyse() {
        track.analysing(System.nanoTime());
        analyser.tell(new DeviceRequest.Submit(new Work.AnalyseFrame(session, inHand.picture(), outcomes)));
    }

    private Behavior<Command> onDecodingFailed(DecodingFailed failed) {
        Throwable cause = failed.cause();
        if (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!(cause instanceof UnreadableMediaException unreadable)) {
            throw new IllegalStateException("The decoder failed.", cause);
        }
        refuse(
                unreadable.tooLarge() ? ErrorCode.FRAME_TOO_LARGE : ErrorCode.BAD_FRAME,
                String.valueOf(unreadable.getMessage()));
        return this;
    }

    private void refuse(ErrorCode code, String sentence) {
        FrameHeader refused = inHand.end(FrameFate.UNREADABLE);
        owner.tell(new IntakeEvent.FrameRefused(code, sentence, refused.sequence()));
        takeNext();
    }

    private Behavior<Command> onLooked(Looked looked) {
        Outcome outcome = looked.outcome();
        if (outcome instanceof Outcome.FaceFollowed followed) {
            onFollowed(followed.pose());
        } else if (outcome instanceof Outcome.FrameAnalysed done) {
            onAnalysed(done.analysis());
        } else if (outcome instanceof Outcome.WorkRefused refused) {
            inHand.end(FrameFate.REFUSED);
            onRefused(refused.why());
        }
        takeNext();
        return this;
    }

    private void onFollowed(Optional<FacePose> pose) {
        tellPose(pose);
        if (pose.isEmpty() || track.isAnalysisDue(System.nanoTime())) {
            analyse();
        } else {
            inHand.end(FrameFate.ANALYSED);
        }
    }

    private void onAnalysed(FaceAnalysis analysis) {
        if (!inHand.isPoseTold()) {
            tellPose(analysis.pose());
        }
        owner.tell(new IntakeEvent.FrameSeen(inHand.end(FrameFate.ANALYSED), analysis));
    }

    private void tellPose(Optional<FacePose> pose) {
        track.seen(pose);
        pose.ifPresent(seen -> {
            inHand.poseTold();
            owner.tell(new IntakeEvent.PoseSeen(inHand.header(), seen, inHand.cameNanos()));
        });
    }

    private void onRefused(Outcome.Refusal why) {
        if (why.isFinal()) {
            owner.tell(new IntakeEvent.AnalysisFailed(why));
        } else {
            if (why.isRestart()) {
                owner.tell(new IntakeEvent.AnalyserRestarts());
            }
            timers.startSingleTimer(FrameDue.class, new FrameDue(), RETRY_DELAY);
        }
    }

    private Behavior<Command> onFrameDue() {
        takeNext();
        return this;
    }

    private Behavior<Command> onStopped() {
        account.close();
        jpeg.close();
        return this;
    }
}
