package org.balancehead.actors.avatar;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Bar;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.CapturedViews;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Makes one person's avatar: keeps the views worth keeping, begins the inversion with the first frontal one, and drives
 * it slice by slice, one outstanding at a time. A child of its session; the avatar itself stays on the device.
 */
public final class AvatarReconstruction extends AbstractBehavior<AvatarReconstruction.Command> {
    public sealed interface Command {}

    /** What was seen in the camera frame of that sequence number. Answered by {@link ViewJudged}. */
    public record OfferView(long sequence, FaceAnalysis view) implements Command {}

    /**
     * Start over with whoever is seen next. Answered by {@link PersonForgotten}; what comes after is of the next one.
     */
    public record ForgetPerson() implements Command {}

    /** The device lost the avatar: make it again from the views that are kept. */
    public record MakeAgain() implements Command {}

    /**
     * Move to the device of another model version: make the avatar again there while this one is shown. Answered by
     * {@link MoveReady} or {@link MoveGivenUp}, and by nothing while a move is under way.
     */
    public record MoveTo(ActorRef<DeviceDispatcher.Command> device) implements Command {}

    /** Views come from the other device now. */
    public record MoveTaken() implements Command {}

    /** Stay after all, if the move was not taken yet. Answered by {@link MoveGivenUp}. */
    public record StayHere() implements Command {}

    /** Nobody watches: asks for no further slice. */
    public record Pause() implements Command {}

    /** Somebody watches again. */
    public record GoOn() implements Command {}

    /** The client wants views: its reconstruction goes before those of clients that do not. */
    public record NoteWatched() implements Command {}

    private record SliceEnded(Outcome outcome) implements Command {}

    private record RetryDue() implements Command {}

    private record RemakeTold(AvatarRemake.Event event) implements Command {}

    /** What the session hears. */
    public sealed interface Event {}

    /** Whether the view became the frontal one of the reconstruction. */
    public record ViewJudged(long sequence, FaceAnalysis view, boolean chosen) implements Event {}

    public record Progressed(Outcome.SliceDone slice) implements Event {}

    /** The device shows this revision from now on. */
    public record AvatarRevised(Revision revision) implements Event {}

    public record PersonForgotten() implements Event {}

    /** The device failed and is being restarted; the reconstruction begins anew then, and what was shown stays. */
    public record DeviceRestarts() implements Event {}

    /** The device refuses for good. */
    public record ReconstructionFailed(Outcome.Refusal why) implements Event {}

    /**
     * The other device can take over, and nothing changes there before {@link MoveTaken}.
     *
     * @param revision that it shows; empty when nobody is shown
     */
    public record MoveReady(Optional<Revision> revision) implements Event {}

    /** Nothing has moved; what the other device still keeps is to be freed. */
    public record MoveGivenUp(String sentence) implements Event {}

    private enum Phase {
        /** No frontal view was seen. */
        WAITING,
        INVERTING,
        DONE
    }

    /** The slice that the device has. */
    private enum Outstanding {
        NOTHING,
        FIRST_SLICE,
        FURTHER_SLICE,
        /** One of a person who was forgotten since. */
        FORGOTTEN_SLICE
    }

    private static final int VIEWS_KEPT = 8;
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    /** Who wants no view for so long lets others go before. */
    private static final Duration IDLE_AFTER = Duration.ofSeconds(10);

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final MoveTolerance tolerance;
    private final ActorRef<Event> owner;
    private final ActorRef<Outcome> outcomes;
    private final ActorRef<AvatarRemake.Event> remakes;
    private final CapturedViews views = new CapturedViews(VIEWS_KEPT);
    private RestartPolicy restarts = new RestartPolicy();
    private Phase phase = Phase.WAITING;
    private Stage stage = Stage.ENCODER;
    private long lastRevision;
    private Outstanding outstanding = Outstanding.NOTHING;
    private boolean beginAnew;
    private long lastWatchedNanos = System.nanoTime();
    private ActorRef<DeviceDispatcher.Command> device;

    /** What the avatar that is shown was made from: another version is held against it by the same frames. */
    private List<AlignedHead> supervising = List.of();

    /** What the inversion under way supervises by. */
    private List<AlignedHead> inverted = List.of();

    private Optional<Revision> shown = Optional.empty();
    private @Nullable Move move;
    private boolean paused;

    public static Behavior<Command> create(
            SessionId session,
            ActorRef<DeviceDispatcher.Command> device,
            MoveTolerance tolerance,
            ActorRef<Event> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new AvatarReconstruction(context, timers, session, device, tolerance, owner)));
    }

    private AvatarReconstruction(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId session,
            ActorRef<DeviceDispatcher.Command> device,
            MoveTolerance tolerance,
            ActorRef<Event> owner) {
        super(context);
        this.timers = timers;
        this.session = session;
        this.device = device;
        this.tolerance = tolerance;
        this.owner = owner;
        this.outcomes = context.messageAdapter(Outcome.class, SliceEnded::new);
        this.remakes = context.messageAdapter(AvatarRemake.Event.class, RemakeTold::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OfferView.class, this::onOfferView)
                .onMessage(ForgetPerson.class, forget -> onForgetPerson())
                .onMessage(MakeAgain.class, again -> onMakeAgain())
                .onMessage(Pause.class, pause -> onPause(true))
                .onMessage(GoOn.class, goOn -> onPause(false))
                .onMessage(NoteWatched.class, watched -> onNoteWatched())
                .onMessage(SliceEnded.class, this::onSliceEnded)
                .onMessage(RetryDue.class, due -> onRetryDue())
                .onMessage(MoveTo.class, this::onMoveTo)
                .onMessage(MoveTaken.class, taken -> onMoveTaken())
                .onMessage(StayHere.class, stay -> onStayHere())
                .onMessage(RemakeTold.class, this::onRemakeTold)
                .build();
    }

    private Behavior<Command> onOfferView(OfferView offer) {
        boolean chosen = phase != Phase.DONE && views.offer(offer.view());
        owner.tell(new ViewJudged(offer.sequence(), offer.view(), chosen));
        if (phase == Phase.WAITING && views.frontal().isPresent()) {
            begin();
        } else if (phase == Phase.INVERTING
                && restarts.worthIt(stage, frontalScore(), supervision().size())) {
            begin();
        }
        return this;
    }

    private Behavior<Command> onForgetPerson() {
        device.tell(new DeviceDispatcher.ForgetPerson(session));
        if (move != null) {
            move.offered().ifPresent(remade -> lastRevision = remade.revision().number()); // it may be shown by now
            move.restart(getContext());
            move.device().tell(new DeviceDispatcher.ForgetPerson(session));
        }
        if (outstanding != Outstanding.NOTHING) {
            outstanding = Outstanding.FORGOTTEN_SLICE;
        }
        views.clear();
        inverted = List.of();
        restarts = new RestartPolicy();
        shown = Optional.empty();
        supervising = List.of();
        phase = Phase.WAITING;
        owner.tell(new PersonForgotten());
        goOnMoving();
        return this;
    }

    private Behavior<Command> onMakeAgain() {
        if (phase == Phase.DONE) {
            shown = Optional.empty();
            begin();
        }
        if (move != null) {
            move.takeAnything();
        }
        return this;
    }

    private Behavior<Command> onPause(boolean now) {
        paused = now;
        askForSlice();
        return this;
    }

    private Behavior<Command> onNoteWatched() {
        lastWatchedNanos = System.nanoTime();
        return this;
    }

    private void begin() {
        restarts.began(frontalScore(), supervision().size());
        phase = Phase.INVERTING;
        stage = Stage.ENCODER;
        beginAnew = true;
        askForSlice();
    }

    private void askForSlice() {
        boolean free = outstanding == Outstanding.NOTHING && move == null && !timers.isTimerActive(RetryDue.class);
        if (phase != Phase.INVERTING || !free || paused) {
            return;
        }
        List<AlignedHead> start = beginAnew ? supervision() : List.of();
        if (beginAnew) {
            inverted = start;
        }
        outstanding = beginAnew ? Outstanding.FIRST_SLICE : Outstanding.FURTHER_SLICE;
        beginAnew = false;
        device.tell(new DeviceDispatcher.Submit(
                new Work.InvertSlice(session, priority(), start, lastRevision + 1, bar(), outcomes)));
    }

    private Bar bar() {
        return new Bar(shown.stream().mapToDouble(Revision::psnr).findFirst(), inverted.equals(supervising));
    }

    private Priority priority() {
        if (shown.isEmpty()) {
            return Priority.FIRST_VIEW;
        }
        boolean idle = System.nanoTime() - lastWatchedNanos > IDLE_AFTER.toNanos();
        return idle ? Priority.BACKGROUND : Priority.FOREGROUND;
    }

    private Behavior<Command> onSliceEnded(SliceEnded ended) {
        Outstanding answered = outstanding;
        outstanding = Outstanding.NOTHING;
        if (answered == Outstanding.FORGOTTEN_SLICE) {
            lastRevision++; // it may have been published and shown
            askForSlice();
            goOnMoving();
            return this;
        }
        Outcome outcome = ended.outcome();
        if (outcome instanceof Outcome.SliceDone slice) {
            onSliceDone(slice);
        } else if (outcome instanceof Outcome.InversionMissing) {
            shown = Optional.empty();
            beginAnew = true;
            askForSlice();
        } else if (outcome instanceof Outcome.WorkRefused refused) {
            onRefused(refused.why(), answered);
        }
        goOnMoving();
        return this;
    }

    private void onSliceDone(Outcome.SliceDone slice) {
        stage = slice.stage();
        slice.revised().ifPresent(revision -> {
            lastRevision = revision.number();
            shown = slice.revised();
            supervising = inverted;
            owner.tell(new AvatarRevised(revision));
        });
        owner.tell(new Progressed(slice));
        if (slice.finished() && !beginAnew) {
            phase = Phase.DONE;
        }
        askForSlice();
    }

    private void onRefused(Outcome.Refusal why, Outstanding refused) {
        switch (why) {
            case SESSION_BANNED, DEVICE_FAILED -> owner.tell(new ReconstructionFailed(why));
            case WORKER_CRASHED, DEVICE_RESTARTS -> {
                owner.tell(new DeviceRestarts());
                retry(true);
            }
            case OUT_OF_MEMORY -> onOutOfMemory();
            case NOT_FINITE -> retry(true);
            case NO_TICKET, BUSY, FORGOTTEN, LATE -> retry(refused == Outstanding.FIRST_SLICE);
        }
    }

    /** What is shown stays; who sees nothing yet cannot be helped now. */
    private void onOutOfMemory() {
        if (shown.isPresent()) {
            phase = Phase.DONE;
        } else {
            owner.tell(new ReconstructionFailed(Outcome.Refusal.OUT_OF_MEMORY));
        }
    }

    private void retry(boolean anew) {
        beginAnew |= anew;
        timers.startSingleTimer(RetryDue.class, new RetryDue(), RETRY_DELAY);
    }

    private Behavior<Command> onRetryDue() {
        askForSlice();
        return this;
    }

    private List<AlignedHead> supervision() {
        return views.supervision();
    }

    private Behavior<Command> onMoveTo(MoveTo to) {
        if (move == null) {
            move = new Move(to.device());
            goOnMoving();
        }
        return this;
    }

    /** Begins to make the avatar again when nothing is under way here; who shows nobody just moves. */
    private void goOnMoving() {
        if (move == null || !move.waits() || outstanding != Outstanding.NOTHING) {
            return;
        }
        if (phase == Phase.WAITING) {
            move.offer();
            owner.tell(new MoveReady(Optional.empty()));
            return;
        }
        List<AlignedHead> views = supervising.isEmpty() ? supervision() : supervising;
        AvatarRemake.Order order =
                new AvatarRemake.Order(session, views, lastRevision + 1, new AsGood(shown, tolerance));
        move.remake(getContext().spawnAnonymous(AvatarRemake.create(order, move.device(), remakes)));
    }

    private Behavior<Command> onRemakeTold(RemakeTold told) {
        if (move == null || !move.isBy(told.event().by())) {
            return this; // of a remake that was stopped meanwhile
        }
        if (told.event() instanceof AvatarRemake.Remade remade) {
            move.offer(remade);
            owner.tell(new MoveReady(Optional.of(remade.revision())));
        } else if (told.event() instanceof AvatarRemake.NotRemade not) {
            giveUpMove(not.sentence());
        }
        return this;
    }

    private Behavior<Command> onMoveTaken() {
        if (move == null) {
            return this;
        }
        device = move.device();
        beginAnew = phase == Phase.INVERTING;
        move.offered().ifPresent(remade -> {
            lastRevision = remade.revision().number();
            shown = Optional.of(remade.revision());
            stage = remade.revision().stage();
            inverted = supervising;
            phase = remade.finished() ? Phase.DONE : Phase.INVERTING;
            beginAnew = false;
        });
        move = null;
        askForSlice();
        return this;
    }

    private Behavior<Command> onStayHere() {
        if (move != null) {
            giveUpMove("It was called off.");
        }
        return this;
    }

    private void giveUpMove(String sentence) {
        if (move != null) {
            move.restart(getContext());
            move = null;
        }
        owner.tell(new MoveGivenUp(sentence));
        askForSlice();
    }

    private double frontalScore() {
        return views.frontal().map(FaceAnalysis::score).orElse(0.0);
    }
}
