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
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.model.face.AlignedHead;
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
     * The device shows an avatar that was kept. It is made better only if it was kept before it was finished. Answered
     * by {@link AvatarRevised}; comes before any view.
     *
     * @param views that it was made from
     */
    public record ShowKept(Revision revision, List<AlignedHead> views) implements Command {}

    /** Make an avatar that was kept anew from its views; comes before any other view. */
    public record MakeKept(List<AlignedHead> views) implements Command {}

    /** From which views is what is shown made? Answered by {@link MadeFrom}. */
    public record TellViews() implements Command {}

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

    record RetryDue() implements Command {}

    private record RemakeTold(AvatarRemake.Event event) implements Command {}

    /** What the session hears. */
    public sealed interface Event {}

    /** Whether the view became the frontal one of the reconstruction. */
    public record ViewJudged(long sequence, FaceAnalysis view, boolean chosen) implements Event {}

    public record Progressed(Outcome.SliceDone slice) implements Event {}

    /** The device shows this revision from now on. */
    public record AvatarRevised(Revision revision) implements Event {}

    public record PersonForgotten() implements Event {}

    /** The views of what is shown, the frontal one first; empty when there is none. */
    public record MadeFrom(List<AlignedHead> views) implements Event {}

    /** The device failed and is being restarted; the reconstruction begins anew then, and what was shown stays. */
    public record DeviceRestarts() implements Event {}

    /** A slice came to nothing, and what was shown stays; the device goes on. */
    public record SliceFailed() implements Event {}

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

    private final SessionId session;
    private final ActorRef<Event> owner;
    private final AvatarState avatar = new AvatarState();
    private final Move move;
    private final Slices slices;

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
        this.session = session;
        this.owner = owner;
        ActorRef<AvatarRemake.Event> remakes = context.messageAdapter(AvatarRemake.Event.class, RemakeTold::new);
        this.move = new Move(context, session, tolerance, owner, remakes);
        ActorRef<Outcome> outcomes = context.messageAdapter(Outcome.class, SliceEnded::new);
        this.slices = new Slices(session, device, avatar, move, timers, idleAfter, outcomes, owner);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(OfferView.class, this::onOfferView)
                .onMessage(ForgetPerson.class, forget -> onForgetPerson())
                .onMessage(ShowKept.class, this::onShowKept)
                .onMessage(MakeKept.class, this::onMakeKept)
                .onMessage(TellViews.class, tell -> then(() -> owner.tell(new MadeFrom(avatar.supervision()))))
                .onMessage(MakeAgain.class, again -> onMakeAgain())
                .onMessage(Pause.class, pause -> then(() -> slices.pause(true)))
                .onMessage(GoOn.class, goOn -> then(() -> slices.pause(false)))
                .onMessage(NoteWatched.class, watched -> then(slices::noteWatched))
                .onMessage(SliceEnded.class, this::onSliceEnded)
                .onMessage(RetryDue.class, due -> then(slices::ask))
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
        slices.device().tell(new DeviceRequest.ForgetPerson(session));
        move.forget(avatar);
        avatar.forget();
        slices.forget();
        owner.tell(new PersonForgotten());
        goOnMoving();
        return this;
    }

    private Behavior<Command> onShowKept(ShowKept kept) {
        avatar.give(kept.views());
        avatar.showKept(kept.revision());
        owner.tell(new AvatarRevised(kept.revision()));
        slices.ask();
        goOnMoving();
        return this;
    }

    private Behavior<Command> onMakeKept(MakeKept kept) {
        avatar.give(kept.views());
        begin();
        return this;
    }

    private Behavior<Command> onMakeAgain() {
        if (avatar.isDone()) {
            avatar.lose();
            begin();
        }
        move.takeAnything();
        return this;
    }

    private void begin() {
        avatar.begin();
        slices.ask();
    }

    private Behavior<Command> onSliceEnded(SliceEnded ended) {
        slices.onEnded(ended.outcome());
        goOnMoving();
        return this;
    }

    private Behavior<Command> onMoveTo(MoveTo to) {
        move.setOut(to.device());
        goOnMoving();
        return this;
    }

    /** A move begins when nothing is under way here. */
    private void goOnMoving() {
        if (slices.noneOutstanding()) {
            move.goOn(avatar);
        }
    }

    private Behavior<Command> onRemakeTold(RemakeTold told) {
        if (move.told(told.event())) {
            slices.ask();
        }
        return this;
    }

    private Behavior<Command> onMoveTaken() {
        move.take().ifPresent(taken -> {
            slices.moveTo(taken.device());
            if (avatar.isInverting()) {
                avatar.beginAnew();
            }
            taken.remade().ifPresent(avatar::adopt);
            slices.ask();
        });
        return this;
    }

    private Behavior<Command> onStayHere() {
        if (move.giveUp("It was called off.")) {
            slices.ask();
        }
        return this;
    }

    private Behavior<Command> then(Runnable step) {
        step.run();
        return this;
    }
}
