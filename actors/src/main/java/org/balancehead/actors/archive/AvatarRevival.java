package org.balancehead.actors.archive;

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
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.KeptAvatar;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.SavedAvatar;
import org.jspecify.annotations.Nullable;

/**
 * Brings a kept avatar to the device of a session that begins with it, tells the session once what came of it, and
 * ends. A child of the session.
 */
public final class AvatarRevival extends AbstractBehavior<AvatarRevival.Command> {
    sealed interface Command {}

    private record ReadEnded(AvatarArchivist.ReadReply reply) implements Command {}

    private record ShowEnded(Outcome outcome) implements Command {}

    private record RetryDue() implements Command {}

    private record GivenUp() implements Command {}

    /** What the session hears. */
    public sealed interface Event {}

    /**
     * The device shows it.
     *
     * @param views that it was made from
     */
    public record Revived(Revision revision, List<AlignedHead> views) implements Event {}

    /** There is none of that id: it has expired, was deleted, or never was. */
    public record Absent() implements Event {}

    /**
     * The session's checkpoint cannot show it as it is, because another made it: it is to be made anew.
     *
     * @param views that it was made from
     */
    public record ToBeMade(List<AlignedHead> views) implements Event {}

    /** The device cannot show it now. */
    public record NotShown() implements Event {}

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Of the first revision that the session is told of. */
    private static final int REVISION = 1;

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final ServedModel model;
    private final ActorRef<DeviceRequest> device;
    private final ActorRef<Event> owner;
    private final ActorRef<Outcome> outcomes;
    private @Nullable SavedAvatar saved;

    /**
     * Begins to bring it.
     *
     * @param model that the device serves
     */
    public static Behavior<?> create(
            AvatarId id,
            SessionId session,
            ServedModel model,
            ActorRef<DeviceRequest> device,
            ActorRef<AvatarArchivist.Request> archivist,
            ActorRef<Event> owner) {
        return Behaviors.<Command>setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(GivenUp.class, new GivenUp(), DEADLINE);
            archivist.tell(new AvatarArchivist.Read(
                    id, context.messageAdapter(AvatarArchivist.ReadReply.class, ReadEnded::new)));
            return new AvatarRevival(context, timers, session, model, device, owner);
        }));
    }

    private AvatarRevival(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId session,
            ServedModel model,
            ActorRef<DeviceRequest> device,
            ActorRef<Event> owner) {
        super(context);
        this.timers = timers;
        this.session = session;
        this.model = model;
        this.device = device;
        this.owner = owner;
        this.outcomes = context.messageAdapter(Outcome.class, ShowEnded::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ReadEnded.class, this::onReadEnded)
                .onMessage(ShowEnded.class, this::onShowEnded)
                .onMessage(RetryDue.class, due -> show())
                .onMessage(GivenUp.class, given -> end(new NotShown()))
                .build();
    }

    private Behavior<Command> onReadEnded(ReadEnded ended) {
        saved = ended.reply().avatar().orElse(null);
        if (saved == null) {
            return end(new Absent());
        }
        return saved.digest().equals(model.version().digest()) ? show() : end(new ToBeMade(fitting(saved)));
    }

    private Behavior<Command> show() {
        if (saved != null) {
            device.tell(new DeviceRequest.ShowAvatar(session, new KeptAvatar(saved.avatar(), REVISION), outcomes));
        }
        return this;
    }

    private Behavior<Command> onShowEnded(ShowEnded ended) {
        if (ended.outcome() instanceof Outcome.AvatarShown shown && saved != null) {
            return end(new Revived(shown.revision(), fitting(saved)));
        }
        if (ended.outcome() instanceof Outcome.AvatarUnusable && saved != null) {
            return end(new ToBeMade(fitting(saved)));
        }
        if (ended.outcome() instanceof Outcome.WorkRefused refused && isWorthRetrying(refused.why())) {
            timers.startSingleTimer(RetryDue.class, new RetryDue(), RETRY_DELAY);
            return this;
        }
        return end(new NotShown());
    }

    /** Its pictures, as large as the model takes them. */
    private List<AlignedHead> fitting(SavedAvatar avatar) {
        return avatar.views().stream()
                .map(view -> view.resized(model.imageSize()))
                .toList();
    }

    private static boolean isWorthRetrying(Outcome.Refusal why) {
        return switch (why) {
            case NO_TICKET, BUSY, WORKER_CRASHED, DEVICE_RESTARTS -> true;
            default -> false;
        };
    }

    private Behavior<Command> end(Event event) {
        owner.tell(event);
        return Behaviors.stopped();
    }
}
