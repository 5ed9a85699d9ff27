package org.balancehead.actors.archive;

import java.time.Duration;
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
import org.balancehead.model.ModelVersion;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;
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

    /** The device shows it. */
    public record Revived(Revision revision) implements Event {}

    /** There is none of that id: it has expired, was deleted, or never was. */
    public record Absent() implements Event {}

    /** The checkpoint that the session is on did not make it. */
    public record Outdated(String madeBy) implements Event {}

    /** The device cannot show it now. */
    public record NotShown() implements Event {}

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Of the first revision that the session is told of. */
    private static final int REVISION = 1;

    private final TimerScheduler<Command> timers;
    private final SessionId session;
    private final ModelVersion model;
    private final ActorRef<DeviceRequest> device;
    private final ActorRef<Event> owner;
    private final ActorRef<Outcome> outcomes;
    private @Nullable AvatarCopy avatar;

    /**
     * Begins to bring it.
     *
     * @param model that the device serves
     */
    public static Behavior<?> create(
            AvatarId id,
            SessionId session,
            ModelVersion model,
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
            ModelVersion model,
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
        avatar = ended.reply().avatar().orElse(null);
        if (avatar == null) {
            return end(new Absent());
        }
        return ended.reply().digest().equals(model.digest()) ? show() : end(new Outdated(avatar.checkpoint()));
    }

    private Behavior<Command> show() {
        if (avatar != null) {
            device.tell(new DeviceRequest.ShowAvatar(session, new KeptAvatar(avatar, REVISION), outcomes));
        }
        return this;
    }

    private Behavior<Command> onShowEnded(ShowEnded ended) {
        if (ended.outcome() instanceof Outcome.AvatarShown shown) {
            return end(new Revived(shown.revision()));
        }
        if (ended.outcome() instanceof Outcome.WorkRefused refused && isWorthRetrying(refused.why())) {
            timers.startSingleTimer(RetryDue.class, new RetryDue(), RETRY_DELAY);
            return this;
        }
        return end(new NotShown());
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
