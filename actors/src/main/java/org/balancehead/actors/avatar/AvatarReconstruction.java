package org.balancehead.actors.avatar;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.inversion.Revision;

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

    /**
     * The device shows an avatar that was kept, which is not made better. Answered by {@link AvatarRevised}; comes
     * before any view.
     */
    public record ShowKept(Revision revision) implements Command {}

    /** The device lost the avatar: make it again from the views that are kept. */
    public record MakeAgain() implements Command {}

    /**
     * Move to the device of another model version: make the avatar again there while this one is shown. Answered by
     * {@link MoveReady} or {@link MoveGivenUp}, and by nothing while a move is under way.
     */
    public record MoveTo(ActorRef<DeviceRequest> device) implements Command {}

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

    /** The slice that the device has. */
    private enum Outstanding {
        NOTHING,
        FIRST_SLICE,
        FURTHER_SLICE,
        /** One of a person who was forgotten since. */
        FORGOTTEN_SLICE
    }

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final ActorRef<Event> owner;
    private final Duration idleAfter;
    private final ActorRef<Outcome> outcomes;
    private final AvatarState avatar = new AvatarState();
    private final Move move;
    private ActorRef<DeviceRequest> device;
    private Outstanding outstanding = Outstanding.NOTHING;
    private long lastWatchedNanos = System.nanoTime();
    private boolean paused;

    /**
     * A reconstruction that waits for a person.
     *
     * @param idleAfter who wants no view for so long lets others go before
     */
    public static Behavior<Command> create(
            SessionId session,
            ActorRef<DeviceRequest> device,
            MoveTolerance tolerance,
            Duration idleAfter,
            ActorRef<Event> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new AvatarReconstruction(context, timers, session, device, tolerance, idleAfter, owner)));
    }

    private AvatarReconstruction(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId session,
            ActorRef<DeviceRequest> device,
            MoveTolerance tolerance,
            Duration idleAfter,
            ActorRef<Event> owner) {
        super(context);
        this.timers = timers;
        this.session = session;
        this.device = device;
        this.idleAfter = idleAfter;
        this.owner = owner;
        this.outcomes = context.messageAdapter(Outcome.class, SliceEnded::new);
        ActorRef<AvatarRemake.Event> remakes = context.messageAdapter(AvatarRemake.Event.class, RemakeTold::new);
        this.move = new Move(context, session, tolerance, owner, remakes);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OfferView.class, this::onOfferView)
                .onMessage(ForgetPerson.class, forget -> onForgetPerson())
                .onMessage(ShowKept.class, this::onShowKept)
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
        boolean chosen = avatar.offer(offer.view());
        owner.tell(new ViewJudged(offer.sequence(), offer.view(), chosen));
        if (avatar.isWorthBeginning()) {
            begin();
        }
        return this;
    }

    private Behavior<Command> onForgetPerson() {
        device.tell(new DeviceRequest.ForgetPerson(session));
        move.forget(avatar);
        avatar.forget();
        if (outstanding != Outstanding.NOTHING) {
            outstanding = Outstanding.FORGOTTEN_SLICE;
        }
        owner.tell(new PersonForgotten());
        goOnMoving();
        return this;
    }

    private Behavior<Command> onShowKept(ShowKept kept) {
        avatar.showKept(kept.revision());
        owner.tell(new AvatarRevised(kept.revision()));
        goOnMoving();
        return this;
    }

    private Behavior<Command> onMakeAgain() {
        if (avatar.isKept()) {
            avatar.forget();
        } else if (avatar.isDone()) {
            avatar.lose();
            begin();
        }
        move.takeAnything();
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
        avatar.begin();
        askForSlice();
    }

    private void askForSlice() {
        boolean free =
                outstanding == Outstanding.NOTHING && !move.isUnderWay() && !timers.isTimerActive(RetryDue.class);
        if (!avatar.isInverting() || !free || paused) {
            return;
        }
        AvatarState.NextSlice next = avatar.takeSlice();
        outstanding = next.start().isEmpty() ? Outstanding.FURTHER_SLICE : Outstanding.FIRST_SLICE;
        device.tell(new DeviceRequest.Submit(
                new Work.InvertSlice(session, priority(), next.start(), next.revision(), next.bar(), outcomes)));
    }

    private Priority priority() {
        if (avatar.shown().isEmpty()) {
            return Priority.FIRST_VIEW;
        }
        boolean idle = System.nanoTime() - lastWatchedNanos > idleAfter.toNanos();
        return idle ? Priority.BACKGROUND : Priority.FOREGROUND;
    }

    private Behavior<Command> onSliceEnded(SliceEnded ended) {
        Outstanding answered = outstanding;
        outstanding = Outstanding.NOTHING;
        if (answered == Outstanding.FORGOTTEN_SLICE) {
            avatar.skipTo(avatar.nextRevision()); // it may have been published and shown
            askForSlice();
        } else if (ended.outcome() instanceof Outcome.SliceDone slice) {
            onSliceDone(slice);
        } else if (ended.outcome() instanceof Outcome.InversionMissing) {
            avatar.lose();
            avatar.beginAnew();
            askForSlice();
        } else if (ended.outcome() instanceof Outcome.WorkRefused refused) {
            onRefused(refused.why(), answered);
        }
        goOnMoving();
        return this;
    }

    private void onSliceDone(Outcome.SliceDone slice) {
        avatar.note(slice);
        slice.revised().ifPresent(revision -> owner.tell(new AvatarRevised(revision)));
        owner.tell(new Progressed(slice));
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
        if (avatar.shown().isPresent()) {
            avatar.settle();
        } else {
            owner.tell(new ReconstructionFailed(Outcome.Refusal.OUT_OF_MEMORY));
        }
    }

    private void retry(boolean anew) {
        if (anew) {
            avatar.beginAnew();
        }
        timers.startSingleTimer(RetryDue.class, new RetryDue(), RETRY_DELAY);
    }

    private Behavior<Command> onRetryDue() {
        askForSlice();
        return this;
    }

    private Behavior<Command> onMoveTo(MoveTo to) {
        move.setOut(to.device());
        goOnMoving();
        return this;
    }

    /** A move begins when nothing is under way here. */
    private void goOnMoving() {
        if (outstanding == Outstanding.NOTHING) {
            move.goOn(avatar);
        }
    }

    private Behavior<Command> onRemakeTold(RemakeTold told) {
        if (move.told(told.event())) {
            askForSlice();
        }
        return this;
    }

    private Behavior<Command> onMoveTaken() {
        move.take().ifPresent(taken -> {
            device = taken.device();
            if (avatar.isInverting()) {
                avatar.beginAnew();
            }
            taken.remade().ifPresent(avatar::adopt);
            askForSlice();
        });
        return this;
    }

    private Behavior<Command> onStayHere() {
        if (move.giveUp("It was called off.")) {
            askForSlice();
        }
        return this;
    }
}
