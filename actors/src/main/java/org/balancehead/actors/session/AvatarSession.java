package org.balancehead.actors.session;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.LogFields;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.archive.AvatarRevival;
import org.balancehead.actors.avatar.AvatarReconstruction;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.FromClient;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.ServerMessage;

/**
 * One client's session, over one connection after the other. What the client came for is done by its
 * {@link Conversation}. Without a connection it is parked: it does no work and ends when nobody comes back in time. A
 * failure inside ends it with {@code internal}.
 */
public final class AvatarSession extends AbstractBehavior<AvatarSession.Command> {
    public sealed interface Command {}

    /**
     * Somebody presents a token of this session. Answered by {@link SessionEvent.Returned} or
     * {@link SessionEvent.NotReturned}.
     */
    public record Return(Arrival arrival) implements Command {}

    /** Ends it if it is parked. */
    public record GiveUp() implements Command {}

    /** The server is being drained: the client is to leave before the deadline. */
    public record Leave(Duration deadline) implements Command {}

    /** The server ends: closes the connection, after what waits for it. */
    public record End() implements Command {}

    /** Move to other devices when they can take over. Answered once. */
    public record MoveTo(Devices devices, ActorRef<MoveAnswer> replyTo) implements Command {}

    /** Call the move off, if there is one, unless it is too late for that; it is answered. */
    public record Stay() implements Command {}

    private record ClientTold(FromClient what) implements Command {}

    private record ConnectionEnded(ActorRef<ClientConnection.Command> connection) implements Command {}

    private record IntakeTold(IntakeEvent event) implements Command {}

    private record ReconstructionTold(AvatarReconstruction.Event event) implements Command {}

    private record ViewsTold(ViewEvent event) implements Command {}

    private record CopyTold(Outcome outcome) implements Command {}

    private record ArchivistTold(AvatarArchivist.KeepReply reply) implements Command {}

    private record RevivalTold(AvatarRevival.Event event) implements Command {}

    record ClientDeclaredLost() implements Command {}

    record ParkingOver() implements Command {}

    private record TimeNearlyUp(Duration notice) implements Command {}

    private record TimeUp() implements Command {}

    private final TimerScheduler<Command> timers;
    private final SessionId id;
    private final SessionSettings settings;
    private final Agreement agreement;
    private final ActorRef<SessionEvent> owner;
    private final Keepsake keepsake;
    private final SessionMoves moves;
    private final Conversation conversation;
    private final Seat seat;
    private final Parking parking;

    /** Begins a session over the connection that it arrived with. */
    public static Behavior<Command> create(
            Beginning how,
            SessionSettings settings,
            MoveTolerance tolerance,
            SessionTally tally,
            ActorRef<AvatarArchivist.Request> archivist,
            ActorRef<SessionEvent> owner) {
        Behavior<Command> session = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            AvatarSession begun = new AvatarSession(context, timers, how, settings, tolerance, tally, archivist, owner);
            begun.begin(how);
            return begun;
        }));
        return Behaviors.withMdc(Command.class, LogFields.ofSession(how.id()), session);
    }

    private AvatarSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Beginning how,
            SessionSettings settings,
            MoveTolerance tolerance,
            SessionTally tally,
            ActorRef<AvatarArchivist.Request> archivist,
            ActorRef<SessionEvent> owner) {
        super(context);
        this.timers = timers;
        this.id = how.id();
        this.settings = settings;
        this.agreement = how.agreement();
        this.owner = owner;
        this.seat = new Seat(id);
        this.parking = new Parking(agreement, seat, timers, owner);
        SessionCrew.Ears ears = new SessionCrew.Ears(
                context.messageAdapter(IntakeEvent.class, IntakeTold::new),
                context.messageAdapter(AvatarReconstruction.Event.class, ReconstructionTold::new),
                context.messageAdapter(ViewEvent.class, ViewsTold::new));
        SessionCrew crew = SessionCrew.spawn(context, how, settings, tolerance, tally.metrics(), ears);
        this.moves = new SessionMoves(crew, how.devices());
        this.keepsake = new Keepsake(
                id,
                archivist,
                crew.reconstruction(),
                context.messageAdapter(Outcome.class, CopyTold::new),
                context.messageAdapter(AvatarArchivist.KeepReply.class, ArchivistTold::new),
                seat::say);
        this.conversation = new Conversation(settings, agreement, crew, moves, keepsake, tally, seat::say);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ClientTold.class, told -> seat.isOf(told.what().connection()) ? onClient(told.what()) : this)
                .onMessage(ConnectionEnded.class, ended -> seat.isOf(ended.connection()) ? onConnectionEnded() : this)
                .onMessage(Return.class, this::onReturn)
                .onMessage(ClientDeclaredLost.class, lost -> onClientDeclaredLost())
                .onMessage(GiveUp.class, giveUp -> endParked("its place is needed"))
                .onMessage(ParkingOver.class, over -> endParked("nobody came back in time"))
                .onMessage(
                        MoveTo.class,
                        order -> then(() -> moves.begin(new SessionMove(id, order.devices(), order.replyTo()))))
                .onMessage(Stay.class, stay -> then(moves::stay))
                .onMessage(Leave.class, this::onLeave)
                .onMessage(End.class, end -> then(() -> seat.close(CloseCode.RESTART)))
                .onMessage(
                        TimeNearlyUp.class,
                        nearly ->
                                then(() -> seat.say(Wording.goAway(GoAwayReason.LIMIT, nearly.notice(), seat.token()))))
                .onMessage(TimeUp.class, up -> onTimeUp())
                .onMessage(IntakeTold.class, told -> then(() -> conversation.onIntake(told.event())))
                .onMessage(ReconstructionTold.class, told -> then(() -> conversation.onReconstruction(told.event())))
                .onMessage(ViewsTold.class, told -> then(() -> onViews(told.event())))
                .onMessage(CopyTold.class, told -> then(() -> keepsake.onCopyTold(told.outcome())))
                .onMessage(ArchivistTold.class, told -> then(() -> keepsake.onKept(told.reply())))
                .onMessage(RevivalTold.class, told -> then(() -> conversation.onRevival(told.event())))
                .onSignal(ChildFailed.class, failed -> onChildFailed())
                .onSignal(PostStop.class, stopped -> then(parking::turnAway))
                .build();
    }

    private void begin(Beginning how) {
        join(how.arrival().connection());
        if (how.resumeExpired()) {
            seat.say(ServerMessage.Problem.of(
                    ErrorCode.RESUME_EXPIRED, "The session to resume is over: this is a new one."));
        }
        welcome(false);
        how.arrival().hello().avatar().ifPresent(this::revive);
        settings.timeLimit().ifPresent(limit -> {
            Duration notice = SessionSettings.notice(limit);
            timers.startSingleTimer(TimeNearlyUp.class, new TimeNearlyUp(notice), limit.minus(notice));
            timers.startSingleTimer(TimeUp.class, new TimeUp(), limit);
        });
        getContext().getLog().info("Session {}: admitted → live", id);
    }

    /** The revival tells what comes of it; if it fails, its end does. */
    private void revive(String avatar) {
        conversation.awaitRevival();
        ActorRef<AvatarRevival.Event> told = getContext().messageAdapter(AvatarRevival.Event.class, RevivalTold::new);
        keepsake.revival(avatar, moves.at(), told)
                .map(revival -> getContext().spawn(revival, "revival"))
                .ifPresentOrElse(
                        child -> getContext().watchWith(child, new RevivalTold(new AvatarRevival.NotShown())),
                        () -> conversation.onRevival(new AvatarRevival.Absent()));
    }

    private void join(ActorRef<ClientConnection.Command> connection) {
        seat.take(connection);
        connection.tell(new ClientConnection.Join(getContext().messageAdapter(FromClient.class, ClientTold::new)));
        getContext().watchWith(connection, new ConnectionEnded(connection));
    }

    private void welcome(boolean resumed) {
        seat.say(Negotiation.welcome(id, seat.token(), resumed, moves.at().model(), agreement, settings.keepSeconds()));
    }

    private Behavior<Command> onClient(FromClient from) {
        if (from instanceof FromClient.ClientTold told) {
            parking.noteLife();
            conversation.onMessage(told.message());
        } else if (from instanceof FromClient.FrameCame came) {
            parking.noteLife();
            conversation.onFrame(came.frame());
        } else if (from instanceof FromClient.ViewTaken) {
            conversation.onViewTaken();
        } else if (from instanceof FromClient.ClientLeft) {
            return Behaviors.stopped();
        }
        return this;
    }

    private Behavior<Command> onConnectionEnded() {
        if (!parking.begin(settings.limits())) {
            return Behaviors.stopped();
        }
        conversation.pause();
        owner.tell(new SessionEvent.Parked(id));
        getContext().getLog().info("Session {}: live → parked", id);
        return this;
    }

    private Behavior<Command> onReturn(Return back) {
        parking.claim(back.arrival());
        resumeWhenPaused();
        return this;
    }

    private Behavior<Command> onClientDeclaredLost() {
        seat.close(CloseCode.POLICY);
        seat.leave().ifPresent(getContext()::unwatch);
        return onConnectionEnded();
    }

    private void resumeWhenPaused() {
        if (conversation.paused()) {
            parking.end().ifPresent(this::resume);
        }
    }

    private void resume(Arrival arrival) {
        join(arrival.connection());
        welcome(true);
        conversation.goOn();
        owner.tell(new SessionEvent.Returned(id, arrival.id()));
        getContext().getLog().info("Session {}: parked → live, over connection {}", id, arrival.id());
    }

    /** Unless somebody has come back for it. */
    private Behavior<Command> endParked(String why) {
        if (seat.isTaken() || seat.isClaimed()) {
            return this;
        }
        getContext().getLog().info("Session {}: parked → ended, {}", id, why);
        return Behaviors.stopped();
    }

    private Behavior<Command> onLeave(Leave leave) {
        parking.close();
        if (!seat.isTaken()) {
            parking.turnAway();
            return endParked("the server is being drained");
        }
        seat.say(Wording.goAway(GoAwayReason.DRAIN, leave.deadline(), seat.token()));
        return this;
    }

    private Behavior<Command> onTimeUp() {
        seat.close(CloseCode.POLICY);
        getContext().getLog().info("Session {}: live → ended, its time is up", id);
        return Behaviors.stopped();
    }

    private void onViews(ViewEvent event) {
        conversation.onViews(event).ifPresent(seat::show);
        resumeWhenPaused();
    }

    private Behavior<Command> onChildFailed() {
        seat.say(ServerMessage.Problem.of(ErrorCode.INTERNAL, "The server failed on this session; others go on."));
        return Behaviors.stopped();
    }

    private Behavior<Command> then(Runnable step) {
        step.run();
        return this;
    }
}
