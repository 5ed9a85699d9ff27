package org.balancehead.actors.session;

import java.time.Duration;
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
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.frame.SequenceNumber;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.streaming.flow.LatestSlot;
import org.balancehead.streaming.flow.Pace;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.jspecify.annotations.Nullable;

/**
 * The way of one session's camera frames: the newest waits, one is decoded and analysed at a time, the rest are
 * dropped. A child of its session.
 */
final class CameraIntake extends AbstractBehavior<CameraIntake.Command> {
    sealed interface Command {}

    record OfferFrame(Frame frame) implements Command {}

    /** Looks at so many frames a second at most, from now on. */
    record AnalyseAt(double framesPerSecond) implements Command {}

    /** The next frame is the first one of another connection, whatever its number. */
    record StartOver() implements Command {}

    private record Decoded(VideoFrame picture) implements Command {}

    private record DecodingFailed(Throwable cause) implements Command {}

    private record Analysed(Outcome outcome) implements Command {}

    private record FrameDue() implements Command {}

    /** What the session hears. */
    sealed interface Event {}

    /** @param cameNanos when the frame came, by {@link System#nanoTime} */
    record FaceSeen(FrameHeader header, FaceAnalysis analysis, long cameNanos) implements Event {}

    /** The frame is of no use; one sentence for the client. */
    record FrameRefused(ErrorCode code, String sentence, long sequence) implements Event {}

    /** The analyser failed and is being restarted; frames are looked at then. */
    record AnalyserRestarts() implements Event {}

    /** The analyser refuses for good. */
    record AnalysisFailed(Outcome.Refusal why) implements Event {}

    /** A refused device is asked again with the newest frame then. */
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final ActorRef<DeviceRequest> analyser;
    private final ActorRef<Event> owner;
    private final WorkMetrics metrics;
    private final FrameAccount account;
    private final ActorRef<Outcome> outcomes;
    private final JpegLane jpeg;
    private final LatestSlot<Frame> slot = new LatestSlot<>();
    private Pace pace;
    private long lastSequence;
    private boolean anyFrame;
    private @Nullable FrameHeader inWork;
    private long beganNanos;

    /** When the frame that waits came, and the one in work. */
    private long waitingSinceNanos;

    private long cameNanos;

    static Behavior<Command> create(
            SessionId session,
            Limits limits,
            ActorRef<DeviceRequest> analyser,
            ActorRef<Event> owner,
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
            ActorRef<Event> owner,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.session = session;
        this.analyser = analyser;
        this.owner = owner;
        this.metrics = metrics.work();
        this.account = new FrameAccount(metrics.frames(), FrameKind.CAMERA);
        this.pace = new Pace(limits.maxFps());
        this.outcomes = context.messageAdapter(Outcome.class, Analysed::new);
        this.jpeg = new JpegLane(limits, context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OfferFrame.class, this::onOfferFrame)
                .onMessage(Decoded.class, this::onDecoded)
                .onMessage(DecodingFailed.class, this::onDecodingFailed)
                .onMessage(Analysed.class, this::onAnalysed)
                .onMessage(AnalyseAt.class, this::onAnalyseAt)
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
            owner.tell(new FrameRefused(
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

    private Behavior<Command> onAnalyseAt(AnalyseAt analyse) {
        pace = new Pace(analyse.framesPerSecond());
        return this;
    }

    private Behavior<Command> onStartOver() {
        anyFrame = false;
        return this;
    }

    private void takeNext() {
        if (inWork != null || timers.isTimerActive(FrameDue.class)) {
            return;
        }
        Duration wait = pace.untilDue(System.nanoTime());
        if (wait.isZero()) {
            slot.take().ifPresent(this::decode);
        } else {
            timers.startSingleTimer(FrameDue.class, new FrameDue(), wait);
        }
    }

    private void decode(Frame frame) {
        pace.spend(System.nanoTime());
        inWork = frame.header();
        cameNanos = waitingSinceNanos;
        beganNanos = System.nanoTime();
        CompletionStage<VideoFrame> decoding =
                jpeg.decode(frame.payload(), frame.header().timeMicros());
        getContext()
                .pipeToSelf(
                        decoding,
                        (picture, trouble) -> trouble == null ? new Decoded(picture) : new DecodingFailed(trouble));
    }

    private Behavior<Command> onDecoded(Decoded decoded) {
        metrics.took(Step.DECODE, Duration.ofNanos(System.nanoTime() - beganNanos));
        VideoFrame picture = decoded.picture();
        FrameHeader header = inWork;
        if (header != null && (picture.width() != header.width() || picture.height() != header.height())) {
            refuse(
                    ErrorCode.BAD_FRAME,
                    "The header says %d×%d, the picture is %d×%d."
                            .formatted(header.width(), header.height(), picture.width(), picture.height()));
            return this;
        }
        RgbImage image = new RgbImage(picture.width(), picture.height(), picture.rgb());
        analyser.tell(new DeviceRequest.Submit(new Work.AnalyseFrame(session, image, outcomes)));
        return this;
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
        account.ended(FrameFate.UNREADABLE);
        owner.tell(new FrameRefused(code, sentence, inWork == null ? lastSequence : inWork.sequence()));
        inWork = null;
        takeNext();
    }

    private Behavior<Command> onAnalysed(Analysed analysed) {
        FrameHeader header = inWork;
        inWork = null;
        account.ended(analysed.outcome() instanceof Outcome.FrameAnalysed ? FrameFate.ANALYSED : FrameFate.REFUSED);
        if (header != null && analysed.outcome() instanceof Outcome.FrameAnalysed done) {
            owner.tell(new FaceSeen(header, done.analysis(), cameNanos));
        } else if (analysed.outcome() instanceof Outcome.WorkRefused refused) {
            onRefused(refused.why());
        }
        takeNext();
        return this;
    }

    private void onRefused(Outcome.Refusal why) {
        if (why.isFinal()) {
            owner.tell(new AnalysisFailed(why));
        } else {
            if (why.isRestart()) {
                owner.tell(new AnalyserRestarts());
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
