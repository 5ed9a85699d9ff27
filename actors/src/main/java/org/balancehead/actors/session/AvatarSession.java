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
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.AvatarReconstruction;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
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

    /** What a connection tells; heard only from the one that the session has now. */
    sealed interface FromClient extends Command {
        ActorRef<ClientConnection.Command> connection();
    }

    record ClientTold(ActorRef<ClientConnection.Command> connection, ClientMessage message) implements FromClient {}

    record FrameCame(ActorRef<ClientConnection.Command> connection, Frame frame) implements FromClient {}

    /** The socket took the last view. */
    record ViewTaken(ActorRef<ClientConnection.Command> connection) implements FromClient {}

    /** The client said bye, or did what ends a session. */
    record ClientLeft(ActorRef<ClientConnection.Command> connection) implements FromClient {}

    /** The connection is no more. */
    record ConnectionEnded(ActorRef<ClientConnection.Command> connection) implements FromClient {}

    /**
     * Somebody presents a token of this session. Answered by {@link SessionEvent.Returned} or
     * {@link SessionEvent.NotReturned}.
     */
    record Return(Arrival arrival) implements Command {}

    /** Ends it if it is parked. */
    record GiveUp() implements Command {}

    /** The server is being drained: the client is to leave before the deadline. */
    record Leave(Duration deadline) implements Command {}

    /** The server ends: closes the connection, after what waits for it. */
    record End() implements Command {}

    /** Move to other devices when they can take over. Answered once. */
    record MoveTo(Devices devices, ActorRef<SessionMove.Answer> replyTo) implements Command {}

    /** Call the move off, if there is one, unless it is too late for that; it is answered. */
    record Stay() implements Command {}

    private record IntakeTold(CameraIntake.Event event) implements Command {}

    private record ReconstructionTold(AvatarReconstruction.Event event) implements Command {}

    private record ViewsTold(ViewStream.Event event) implements Command {}

    private record ClientDeclaredLost() implements Command {}

    private record ParkingOver() implements Command {}

    private record TimeNearlyUp() implements Command {}

    private record TimeUp() implements Command {}

    /** A connection that may be dead is given up for a newcomer with the right token when it is silent for so long. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final TimerScheduler<Command> timers;
    private final SessionId id;
    private final SessionSettings settings;
    private final Agreement agreement;
    private final Devices devices;
    private final ActorRef<SessionEvent> owner;
    private final Conversation conversation;
    private final Seat seat;
    private boolean leaving;

    /** @param resumeExpired whether the client wanted another session, which is over */
    static Behavior<Command> create(
            Arrival first,
            boolean resumeExpired,
            SessionSettings settings,
            Agreement agreement,
            Devices devices,
            MoveTolerance tolerance,
            SessionTally tally,
            ActorRef<SessionEvent> owner) {
        Behavior<Command> session = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            AvatarSession begun = new AvatarSession(
                    context, timers, first.id(), settings, agreement, devices, tolerance, tally, owner);
            begun.begin(first, resumeExpired);
            return begun;
        }));
        return Behaviors.withMdc(Command.class, LogFields.ofSession(first.id()), session);
    }

    private AvatarSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId id,
            SessionSettings settings,
            Agreement agreement,
            Devices devices,
            MoveTolerance tolerance,
            SessionTally tally,
            ActorRef<SessionEvent> owner) {
        super(context);
        this.timers = timers;
        this.id = id;
        this.settings = settings;
        this.agreement = agreement;
        this.devices = devices;
        this.owner = owner;
        this.seat = new Seat(id);
        this.conversation = converse(tolerance, tally);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromClient.class, from -> !seat.isOf(from.connection()), former -> this)
                .onMessage(ClientTold.class, told -> onClient(() -> conversation.onMessage(told.message())))
                .onMessage(FrameCame.class, came -> onClient(() -> conversation.onFrame(came.frame())))
                .onMessage(ViewTaken.class, taken -> then(conversation::onViewTaken))
                .onMessage(ClientLeft.class, left -> Behaviors.stopped())
                .onMessage(ConnectionEnded.class, ended -> onConnectionEnded())
                .onMessage(Return.class, this::onReturn)
                .onMessage(ClientDeclaredLost.class, lost -> onClientDeclaredLost())
                .onMessage(GiveUp.class, giveUp -> endParked("its place is needed"))
                .onMessage(ParkingOver.class, over -> endParked("nobody came back in time"))
                .onMessage(MoveTo.class, this::onMoveTo)
                .onMessage(Stay.class, stay -> then(conversation::stay))
                .onMessage(Leave.class, this::onLeave)
                .onMessage(End.class, end -> then(() -> seat.close(CloseCode.RESTART)))
                .onMessage(TimeNearlyUp.class, nearly -> then(this::onTimeNearlyUp))
                .onMessage(TimeUp.class, up -> onTimeUp())
                .onMessage(IntakeTold.class, told -> then(() -> conversation.onIntake(told.event())))
                .onMessage(ReconstructionTold.class, told -> then(() -> conversation.onReconstruction(told.event())))
                .onMessage(ViewsTold.class, this::onViewsTold)
                .onSignal(ChildFailed.class, failed -> onChildFailed())
                .onSignal(PostStop.class, stopped -> then(this::turnAway))
                .build();
    }

    private Conversation converse(MoveTolerance tolerance, SessionTally tally) {
        ActorContext<Command> context = getContext();
        ActorRef<CameraIntake.Command> intake = watched(
                CameraIntake.create(
                        id,
                        settings.limits(),
                        devices.analyser(),
                        context.messageAdapter(CameraIntake.Event.class, IntakeTold::new),
                        tally),
                "intake");
        ActorRef<AvatarReconstruction.Command> reconstruction = watched(
                AvatarReconstruction.create(
                        id,
                        devices.renderer(),
                        tolerance,
                        context.messageAdapter(AvatarReconstruction.Event.class, ReconstructionTold::new)),
                "reconstruction");
        ActorRef<ViewStream.Command> views = watched(
                ViewStream.create(
                        id,
                        agreement,
                        devices.renderer(),
                        settings.views(),
                        context.messageAdapter(ViewStream.Event.class, ViewsTold::new),
                        tally),
                "views");
        return new Conversation(settings, agreement, intake, reconstruction, views, tally, seat::say);
    }

    private <T> ActorRef<T> watched(Behavior<T> child, String name) {
        ActorRef<T> spawned = getContext().spawn(child, name);
        getContext().watch(spawned);
        return spawned;
    }

    private void begin(Arrival first, boolean resumeExpired) {
        join(first.connection());
        if (resumeExpired) {
            seat.say(ServerMessage.Problem.of(
                    ErrorCode.RESUME_EXPIRED, "The session to resume is over: this is a new one."));
        }
        welcome(false);
        settings.timeLimit().ifPresent(limit -> {
            timers.startSingleTimer(TimeNearlyUp.class, new TimeNearlyUp(), limit.minus(SessionSettings.notice(limit)));
            timers.startSingleTimer(TimeUp.class, new TimeUp(), limit);
        });
        getContext().getLog().info("Session {}: admitted → live", id);
    }

    private void join(ActorRef<ClientConnection.Command> connection) {
        seat.take(connection);
        connection.tell(new ClientConnection.Join(getContext().getSelf()));
        getContext().watchWith(connection, new ConnectionEnded(connection));
    }

    private void welcome(boolean resumed) {
        seat.say(Negotiation.welcome(
                id, seat.token(), resumed, conversation.movedTo().orElse(devices.model()), agreement));
    }

    /** The client is alive: whoever presents its token meanwhile is somebody else. */
    private Behavior<Command> onClient(Runnable step) {
        timers.cancel(ClientDeclaredLost.class);
        turnAway();
        return then(step);
    }

    private void turnAway() {
        seat.unclaim().ifPresent(arrival -> owner.tell(new SessionEvent.NotReturned(arrival)));
    }

    private Behavior<Command> onConnectionEnded() {
        seat.leave();
        if (leaving || settings.limits().resumeSeconds() == 0) {
            return Behaviors.stopped();
        }
        timers.cancel(ClientDeclaredLost.class);
        timers.startSingleTimer(
                ParkingOver.class,
                new ParkingOver(),
                Duration.ofSeconds(settings.limits().resumeSeconds()));
        conversation.pause();
        owner.tell(new SessionEvent.Parked(id));
        getContext().getLog().info("Session {}: live → parked", id);
        return this;
    }

    private Behavior<Command> onReturn(Return back) {
        boolean fits = !leaving && Negotiation.suits(back.arrival().hello(), agreement);
        if (!fits || !seat.claim(back.arrival())) {
            owner.tell(new SessionEvent.NotReturned(back.arrival()));
        } else if (seat.isTaken()) {
            timers.startSingleTimer(ClientDeclaredLost.class, new ClientDeclaredLost(), SIGN_OF_LIFE);
        } else {
            resumeWhenPaused();
        }
        return this;
    }

    private Behavior<Command> onClientDeclaredLost() {
        seat.close(CloseCode.POLICY);
        seat.leave().ifPresent(getContext()::unwatch);
        return onConnectionEnded();
    }

    private void resumeWhenPaused() {
        if (!seat.isTaken() && conversation.paused()) {
            seat.handOver().ifPresent(this::resume);
        }
    }

    private void resume(Arrival arrival) {
        timers.cancel(ParkingOver.class);
        join(arrival.connection());
        welcome(true);
        conversation.goOn();
        owner.tell(new SessionEvent.Returned(id, arrival.id()));
        getContext().getLog().info("Session {}: parked → live, over connection {}", id, arrival.id());
    }

    /** Unless somebody has come back for it. */
    private Behavior<Command> endParked(String why) {
        return seat.isTaken() || seat.isClaimed() ? this : end("parked", why);
    }

    private Behavior<Command> end(String before, String why) {
        getContext().getLog().info("Session {}: {} → ended, {}", id, before, why);
        return Behaviors.stopped();
    }

    private Behavior<Command> onLeave(Leave leave) {
        leaving = true;
        if (!seat.isTaken()) {
            return end("parked", "the server is being drained");
        }
        seat.say(Wording.goAway(GoAwayReason.DRAIN, leave.deadline(), seat.token()));
        return this;
    }

    private void onTimeNearlyUp() {
        settings.timeLimit()
                .ifPresent(limit ->
                        seat.say(Wording.goAway(GoAwayReason.LIMIT, SessionSettings.notice(limit), seat.token())));
    }

    private Behavior<Command> onTimeUp() {
        seat.close(CloseCode.POLICY);
        return end("live", "its time is up");
    }

    private Behavior<Command> onMoveTo(MoveTo order) {
        conversation.moveTo(new SessionMove(id, order.devices(), order.replyTo()));
        return this;
    }

    private Behavior<Command> onViewsTold(ViewsTold told) {
        conversation.onViews(told.event()).ifPresent(seat::show);
        resumeWhenPaused();
        return this;
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
