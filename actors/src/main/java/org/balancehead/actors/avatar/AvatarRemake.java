package org.balancehead.actors.avatar;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Bar;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Revision;

/**
 * Makes a person's avatar once more, on the device of another model version, from the frames that supervised the one
 * that is shown; one slice at a time, behind those for which somebody waits. Ends when the new avatar is as good, when
 * it never gets so, or when the device fails again and again. A child of the reconstruction, which frees what is left
 * on the device.
 */
final class AvatarRemake extends AbstractBehavior<AvatarRemake.Command> {
    sealed interface Command {}

    /** The avatar that was shown is lost: any is better than none. */
    record TakeAnything() implements Command {}

    private record SliceEnded(Outcome outcome) implements Command {}

    private record RetryDue() implements Command {}

    /** What the reconstruction hears, once. */
    sealed interface Event {
        ActorRef<Command> by();
    }

    /** The device shows an avatar that is as good; its inversion may go on. */
    record Remade(ActorRef<Command> by, Revision revision, boolean finished) implements Event {}

    /** There will be none that is as good. */
    record NotRemade(ActorRef<Command> by, String sentence) implements Event {}

    /** Times that it begins again after the device crashed. */
    private static final int MOST_RESTARTS = 3;

    private static final Duration RETRY_DELAY = Duration.ofMillis(200);

    /**
     * What is made again.
     *
     * @param views that the inversion begins with
     * @param firstRevision the number of the first avatar that is made
     */
    record Order(SessionId session, List<AlignedHead> views, long firstRevision, AsGood asGood) {}

    private final TimerScheduler<Command> timers;
    private final Order order;
    private final ActorRef<DeviceRequest> device;
    private final ActorRef<Event> owner;
    private final ActorRef<Outcome> outcomes;
    private long nextRevision;
    private boolean beginning = true;
    private int restarts;

    static Behavior<Command> create(Order order, ActorRef<DeviceRequest> device, ActorRef<Event> owner) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            AvatarRemake remake = new AvatarRemake(context, timers, order, device, owner);
            remake.askForSlice();
            return remake;
        }));
    }

    private AvatarRemake(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Order order,
            ActorRef<DeviceRequest> device,
            ActorRef<Event> owner) {
        super(context);
        this.timers = timers;
        this.order = order;
        this.device = device;
        this.owner = owner;
        this.nextRevision = order.firstRevision();
        this.outcomes = context.messageAdapter(Outcome.class, SliceEnded::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(TakeAnything.class, take -> onTakeAnything())
                .onMessage(SliceEnded.class, this::onSliceEnded)
                .onMessage(RetryDue.class, due -> onRetryDue())
                .build();
    }

    private void askForSlice() {
        List<AlignedHead> start = beginning ? order.views() : List.of();
        device.tell(new DeviceRequest.Submit(
                new Work.InvertSlice(order.session(), Priority.BACKGROUND, start, nextRevision, Bar.NONE, outcomes)));
    }

    private Behavior<Command> onTakeAnything() {
        order.asGood().forgetShown();
        return this;
    }

    private Behavior<Command> onSliceEnded(SliceEnded ended) {
        Outcome outcome = ended.outcome();
        if (outcome instanceof Outcome.SliceDone slice) {
            return onSliceDone(slice);
        }
        if (outcome instanceof Outcome.InversionMissing) {
            return restart();
        }
        if (outcome instanceof Outcome.WorkRefused refused) {
            return onRefused(refused.why());
        }
        return this;
    }

    private Behavior<Command> onSliceDone(Outcome.SliceDone slice) {
        beginning = false;
        if (slice.revised().isPresent()) {
            Revision made = slice.revised().get();
            nextRevision = made.number() + 1L;
            if (order.asGood().holds(made)) {
                owner.tell(new Remade(getContext().getSelf(), made, slice.finished()));
                return Behaviors.stopped();
            }
        }
        if (slice.finished()) {
            return giveUp("It did not become as good as the one that is shown.");
        }
        askForSlice();
        return this;
    }

    private Behavior<Command> onRefused(Outcome.Refusal why) {
        return switch (why) {
            case SESSION_BANNED, DEVICE_FAILED -> giveUp("The device refuses.");
            case WORKER_CRASHED, DEVICE_RESTARTS, OUT_OF_MEMORY, NOT_FINITE -> restart();
            case NO_TICKET, BUSY, FORGOTTEN, LATE -> {
                timers.startSingleTimer(new RetryDue(), RETRY_DELAY);
                yield this;
            }
        };
    }

    private Behavior<Command> restart() {
        restarts++;
        if (restarts > MOST_RESTARTS) {
            return giveUp("The device failed %d times.".formatted(restarts));
        }
        beginning = true;
        timers.startSingleTimer(new RetryDue(), RETRY_DELAY);
        return this;
    }

    private Behavior<Command> giveUp(String sentence) {
        owner.tell(new NotRemade(getContext().getSelf(), sentence));
        return Behaviors.stopped();
    }

    private Behavior<Command> onRetryDue() {
        askForSlice();
        return this;
    }
}
