package org.balancehead.actors.connection;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.LogFields;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.SessionMetrics;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;

/**
 * One socket: its hello, its deadlines and rates, and the order of what it is told. What its client says after the
 * hello goes to its session, a new one or one that it had before. Ends with its socket; the session learns that from
 * its end, and that the client wanted it or must be content with it from {@link FromClient.ClientLeft}.
 */
public final class ClientConnection extends AbstractBehavior<ClientConnection.Command> {
    public sealed interface Command {}

    /** The way out is open. */
    public record SocketOpened(ActorRef<ToSocket> socket) implements Command {}

    /** The way in is open. */
    public record SocketReady(ActorRef<Taken> replyTo) implements Command {}

    /**
     * The client said something in text, or tried to.
     *
     * @param bytes that came of it
     */
    public record ClientSaid(ActorRef<Taken> replyTo, Parsed<ClientMessage> message, int bytes) implements Command {}

    /**
     * A binary message came, or what was to be one.
     *
     * @param bytes that came of it
     */
    public record FrameArrived(ActorRef<Taken> replyTo, Parsed<Frame> frame, int bytes) implements Command {}

    /** The socket took the last {@link ToSocket}. */
    public record SocketTook() implements Command {}

    /** The socket is gone, whoever closed it. */
    public record SocketGone() implements Command {}

    /**
     * What lets the client in, such as its token, does so for this time only, from now on; then its session ends. Told
     * again, the last word counts.
     */
    public record AllowFor(Duration time) implements Command {}

    /** The client has this session from now on. */
    public record Join(ActorRef<FromClient> session) implements Command {}

    /** Tells the client; a fatal problem is the last that it is told. */
    public record Say(ServerMessage message) implements Command {}

    /** Sends the client its next view. Answered by {@link FromClient.ViewTaken}. */
    public record Show(Frame view) implements Command {}

    /** Ends it after what waits; the session is over for this client. */
    public record Close(CloseCode code) implements Command {}

    private record AllowanceEnded() implements Command {}

    private record HelloDue() implements Command {}

    private record SilenceDue() implements Command {}

    record CloseDue() implements Command {}

    private record SessionFailed() implements Command {}

    /** The connection has taken a message from the socket and is ready for the next. */
    public enum Taken {
        TAKEN
    }

    private final TimerScheduler<Command> timers;
    private final SessionId id;
    private final ConnectionSettings settings;
    private final ActorRef<Arrival> desk;
    private final WayOut way;
    private final ClientRates rates;
    private final Silence silence;
    private final SessionLine line = new SessionLine();
    private final Ending ending;

    /**
     * A connection that waits for its socket.
     *
     * @param desk gives those who arrive their session, by {@link Join}
     */
    public static Behavior<Command> create(
            SessionId id, ConnectionSettings settings, SessionMetrics metrics, ActorRef<Arrival> desk) {
        Behavior<Command> connection = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(HelloDue.class, new HelloDue(), settings.helloDeadline());
            return new ClientConnection(context, timers, id, settings, metrics, desk);
        }));
        return Behaviors.withMdc(Command.class, LogFields.ofConnection(id), connection);
    }

    private ClientConnection(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId id,
            ConnectionSettings settings,
            SessionMetrics metrics,
            ActorRef<Arrival> desk) {
        super(context);
        this.timers = timers;
        this.id = id;
        this.way = new WayOut(settings.maxWaitingMessages());
        this.settings = settings;
        this.desk = desk;
        this.rates = new ClientRates(settings, metrics, System.nanoTime());
        this.ending = new Ending(context.getSelf(), timers, settings, way, line, context.getLog());
        this.silence = new Silence(Duration.ofSeconds(settings.limits().silenceSeconds()), System.nanoTime());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(SocketOpened.class, this::onSocketOpened)
                .onMessage(SocketReady.class, this::onSocketReady)
                .onMessage(ClientSaid.class, this::onClientSaid)
                .onMessage(FrameArrived.class, this::onFrameArrived)
                .onMessage(SocketTook.class, took -> onSocketTook())
                .onMessage(SocketGone.class, gone -> onSocketGone())
                .onMessage(Join.class, this::onJoin)
                .onMessage(Say.class, said -> then(() -> ending.say(said.message())))
                .onMessage(Show.class, show -> then(() -> way.show(show.view())))
                .onMessage(Close.class, close -> then(() -> ending.close(close.code(), "told to")))
                .onMessage(AllowFor.class, this::onAllowFor)
                .onMessage(AllowanceEnded.class, ended -> then(this::onAllowanceEnded))
                .onMessage(HelloDue.class, due -> onHelloDue())
                .onMessage(SilenceDue.class, due -> then(this::onSilenceDue))
                .onMessage(CloseDue.class, due -> Behaviors.stopped())
                .onMessage(SessionFailed.class, failed -> then(this::onSessionFailed))
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onSocketOpened(SocketOpened opened) {
        way.open(opened.socket());
        return this;
    }

    private Behavior<Command> onSocketReady(SocketReady ready) {
        ready.replyTo().tell(Taken.TAKEN);
        return this;
    }

    private Behavior<Command> onClientSaid(ClientSaid said) {
        silence.end(System.nanoTime());
        if (!ending.hasBegun()) {
            Parsed<ClientMessage> message = rates.message(said.message(), said.bytes(), System.nanoTime());
            if (message instanceof Parsed.Refused<ClientMessage> refused) {
                ending.fail(refused.code(), refused.message());
            } else if (message instanceof Parsed.Accepted<ClientMessage> accepted) {
                onMessage(accepted.value(), said.replyTo());
            }
        }
        if (!line.isAwaited()) {
            said.replyTo().tell(Taken.TAKEN);
        }
        return this;
    }

    private void onMessage(ClientMessage message, ActorRef<Taken> replyTo) {
        if (message instanceof ClientMessage.Bye) {
            ending.close(CloseCode.NORMAL, "bye");
        } else if (message instanceof ClientMessage.Hello said) {
            if (line.isJoined()) {
                ending.fail(
                        ErrorCode.HELLO_REPEATED,
                        "This session has had its hello: open another socket for another one.");
            } else {
                timers.cancel(HelloDue.class);
                awaitSpeech();
                line.await(replyTo);
                desk.tell(new Arrival(id, said, getContext().getSelf()));
            }
        } else if (!line.isJoined()) {
            ending.fail(ErrorCode.HELLO_EXPECTED, "The first message must be hello.");
        } else {
            line.tell(new FromClient.ClientTold(getContext().getSelf(), message));
        }
    }

    private Behavior<Command> onJoin(Join join) {
        line.join(join.session());
        getContext().watchWith(join.session(), new SessionFailed());
        if (ending.hasBegun()) {
            join.session().tell(new FromClient.ClientLeft(getContext().getSelf()));
        }
        return this;
    }

    private Behavior<Command> onFrameArrived(FrameArrived arrived) {
        arrived.replyTo().tell(Taken.TAKEN);
        silence.end(System.nanoTime());
        if (ending.hasBegun()) {
            return this;
        }
        if (!line.isJoined()) {
            ending.fail(ErrorCode.HELLO_EXPECTED, "The first message must be hello, not a frame.");
            return this;
        }
        Parsed<Frame> frame = rates.frame(arrived.frame(), arrived.bytes(), System.nanoTime());
        if (frame instanceof Parsed.Refused<Frame> refused) {
            ending.fail(refused.code(), refused.message());
        } else if (frame instanceof Parsed.Accepted<Frame> accepted) {
            line.tell(new FromClient.FrameCame(getContext().getSelf(), accepted.value()));
        }
        return this;
    }

    private Behavior<Command> onSocketTook() {
        if (way.took()) {
            line.tell(new FromClient.ViewTaken(getContext().getSelf()));
        }
        return this;
    }

    private Behavior<Command> onSocketGone() {
        way.lose();
        return Behaviors.stopped();
    }

    private Behavior<Command> onHelloDue() {
        if (!way.isOpen()) {
            getContext().getLog().info("Session {}: admitted → ended, no socket came", id);
            return Behaviors.stopped();
        }
        ending.fail(
                ErrorCode.HELLO_EXPECTED,
                "No hello came within %d s.".formatted(settings.helloDeadline().toSeconds()));
        return this;
    }

    private Behavior<Command> onAllowFor(AllowFor allow) {
        timers.startSingleTimer(AllowanceEnded.class, new AllowanceEnded(), allow.time());
        return this;
    }

    private void onAllowanceEnded() {
        if (!ending.hasBegun()) {
            ending.fail(ErrorCode.UNAUTHORISED, "The token has expired: come again with a new one.");
        }
    }

    /** A client that was cut off may come back; one that only keeps silent has been told how to. */
    private void onSilenceDue() {
        if (ending.hasBegun()) {
            return;
        }
        if (silence.left(System.nanoTime()).isZero()) {
            ending.part(new ServerMessage.GoAway(GoAwayReason.LIMIT, 0, ""), CloseCode.POLICY, "silence");
        } else {
            awaitSpeech();
        }
    }

    private void onSessionFailed() {
        line.lose();
        if (!ending.hasBegun()) {
            ending.fail(ErrorCode.INTERNAL, "The server failed on this session; others go on.");
        }
    }

    private Behavior<Command> onStopped() {
        if (!ending.hasBegun()) {
            way.cut(CloseCode.INTERNAL);
        }
        return this;
    }

    /** A client that lives sends something now and then, a ping if nothing else. */
    private void awaitSpeech() {
        timers.startSingleTimer(SilenceDue.class, new SilenceDue(), silence.left(System.nanoTime()));
    }

    private Behavior<Command> then(Runnable step) {
        step.run();
        return this;
    }
}
