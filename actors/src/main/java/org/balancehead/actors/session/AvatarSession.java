package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
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
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.streaming.flow.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * One client on one socket: its hello, its deadlines and rates, and the order of what it is told. What it came for is
 * done by its {@link Conversation}. Ends with its socket; a failure inside ends it with {@code internal}.
 */
public final class AvatarSession extends AbstractBehavior<AvatarSession.Command> {
    public sealed interface Command {}

    /** The way out is open. */
    public record SocketOpened(ActorRef<ToSocket> socket) implements Command {}

    /** The way in is open. */
    public record SocketReady(ActorRef<Taken> replyTo) implements Command {}

    /** The client said something in text, or tried to. */
    public record ClientSaid(ActorRef<Taken> replyTo, Parsed<ClientMessage> message) implements Command {}

    /** A binary message came, or what was to be one. */
    public record FrameArrived(ActorRef<Taken> replyTo, Parsed<Frame> frame) implements Command {}

    /** The socket took the last {@link ToSocket}. */
    public record SocketTook() implements Command {}

    /** The socket is gone, whoever closed it. */
    public record SocketGone() implements Command {}

    /** Move to other devices when they can take over. Answered once. */
    record MoveTo(Devices devices, ActorRef<SessionMove.Answer> replyTo) implements Command {}

    /** Call the move off, if there is one, unless it is too late for that; it is answered. */
    record Stay() implements Command {}

    /**
     * What lets the client in, such as its token, does so for this time only, from now on; then the session ends. Told
     * again, the last word counts.
     */
    public record AllowFor(Duration time) implements Command {}

    private record AllowanceEnded() implements Command {}

    private record HelloDue() implements Command {}

    private record SilenceDue() implements Command {}

    private record CloseDue() implements Command {}

    private record IntakeTold(CameraIntake.Event event) implements Command {}

    private record ReconstructionTold(AvatarReconstruction.Event event) implements Command {}

    private record ViewsTold(ViewStream.Event event) implements Command {}

    /** The session has taken a message from the socket and is ready for the next. */
    public enum Taken {
        TAKEN
    }

    /** Messages that may wait for a client; a client that lets more pile up does not read. */
    private static final int OUTBOX_BOUND = 64;

    private final TimerScheduler<Command> timers;
    private final SessionId id;
    private final SessionSettings settings;
    private final MoveTolerance tolerance;
    private final LiveMetrics metrics;
    private final Outbox outbox = new Outbox(OUTBOX_BOUND);
    private final TokenBucket messageRate;
    private final TokenBucket frameRate;
    private Devices devices;
    private @Nullable ActorRef<ToSocket> socket;
    private boolean socketBusy;
    private boolean viewOnItsWay;
    private @Nullable Conversation conversation;
    private boolean closing;

    static Behavior<Command> create(
            SessionId id, SessionSettings settings, Devices devices, MoveTolerance tolerance, LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(HelloDue.class, new HelloDue(), settings.helloDeadline());
            return new AvatarSession(context, timers, id, settings, devices, tolerance, metrics);
        }));
    }

    private AvatarSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionId id,
            SessionSettings settings,
            Devices devices,
            MoveTolerance tolerance,
            LiveMetrics metrics) {
        super(context);
        this.timers = timers;
        this.id = id;
        this.settings = settings;
        this.devices = devices;
        this.tolerance = tolerance;
        this.metrics = metrics;
        long now = System.nanoTime();
        this.messageRate = new TokenBucket(settings.maxMessagesPerSecond(), now);
        this.frameRate = new TokenBucket(settings.limits().maxFps(), now);
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
                .onMessage(MoveTo.class, this::onMoveTo)
                .onMessage(Stay.class, stay -> onStay())
                .onMessage(AllowFor.class, this::onAllowFor)
                .onMessage(AllowanceEnded.class, ended -> onAllowanceEnded())
                .onMessage(HelloDue.class, due -> onHelloDue())
                .onMessage(SilenceDue.class, due -> onSilenceDue())
                .onMessage(CloseDue.class, due -> Behaviors.stopped())
                .onMessage(IntakeTold.class, this::onIntakeTold)
                .onMessage(ReconstructionTold.class, this::onReconstructionTold)
                .onMessage(ViewsTold.class, this::onViewsTold)
                .onSignal(ChildFailed.class, failed -> onChildFailed())
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onSocketOpened(SocketOpened opened) {
        socket = opened.socket();
        pump();
        return this;
    }

    private Behavior<Command> onSocketReady(SocketReady ready) {
        ready.replyTo().tell(Taken.TAKEN);
        return this;
    }

    private Behavior<Command> onClientSaid(ClientSaid said) {
        said.replyTo().tell(Taken.TAKEN);
        noteLife();
        if (closing) {
            return this;
        }
        if (!messageRate.tryTake(System.nanoTime())) {
            fail(
                    ErrorCode.RATE_EXCEEDED,
                    "More than %d messages a second came: send fewer.".formatted(settings.maxMessagesPerSecond()));
        } else if (said.message() instanceof Parsed.Refused<ClientMessage> refused) {
            fail(refused.code(), refused.message());
        } else if (said.message() instanceof Parsed.Accepted<ClientMessage> accepted) {
            onMessage(accepted.value());
        }
        pump();
        return this;
    }

    private void onMessage(ClientMessage message) {
        Conversation talking = conversation;
        if (message instanceof ClientMessage.Bye) {
            outbox.close(CloseCode.NORMAL);
            beginClosing("bye");
        } else if (message instanceof ClientMessage.Hello hello) {
            if (talking != null) {
                fail(ErrorCode.HELLO_REPEATED, "This session has had its hello: open another socket for another one.");
            } else {
                onHello(hello);
            }
        } else if (talking == null) {
            fail(ErrorCode.HELLO_EXPECTED, "The first message must be hello.");
        } else {
            talking.onMessage(message);
        }
    }

    private void onHello(ClientMessage.Hello hello) {
        timers.cancel(HelloDue.class);
        Parsed<Agreement> negotiated = Negotiation.agree(hello, devices.model(), settings.limits());
        if (negotiated instanceof Parsed.Refused<Agreement> refused) {
            fail(refused.code(), refused.message());
        } else if (negotiated instanceof Parsed.Accepted<Agreement> accepted) {
            Negotiation.onResume(hello).forEach(this::say);
            say(Negotiation.welcome(id, devices.model(), accepted.value()));
            conversation = converse(accepted.value());
            getContext().getLog().info("Session {}: admitted → live", id);
        }
    }

    private Conversation converse(Agreement agreement) {
        ActorContext<Command> context = getContext();
        ActorRef<CameraIntake.Command> intake = watched(
                CameraIntake.create(
                        id,
                        settings.limits(),
                        devices.analyser(),
                        context.messageAdapter(CameraIntake.Event.class, IntakeTold::new),
                        metrics),
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
                        context.messageAdapter(ViewStream.Event.class, ViewsTold::new),
                        metrics),
                "views");
        return new Conversation(settings, agreement, intake, reconstruction, views, metrics, this::say);
    }

    private <T> ActorRef<T> watched(Behavior<T> child, String name) {
        ActorRef<T> spawned = getContext().spawn(child, name);
        getContext().watch(spawned);
        return spawned;
    }

    private Behavior<Command> onFrameArrived(FrameArrived arrived) {
        arrived.replyTo().tell(Taken.TAKEN);
        noteLife();
        if (closing) {
            return this;
        }
        if (conversation == null) {
            fail(ErrorCode.HELLO_EXPECTED, "The first message must be hello, not a frame.");
        } else if (!frameRate.tryTake(System.nanoTime())) {
            fail(
                    ErrorCode.RATE_EXCEEDED,
                    "More than %d frames a second came (maxFps): send fewer."
                            .formatted(settings.limits().maxFps()));
        } else if (arrived.frame() instanceof Parsed.Refused<Frame> refused) {
            fail(refused.code(), refused.message());
        } else if (arrived.frame() instanceof Parsed.Accepted<Frame> accepted) {
            conversation.onFrame(accepted.value());
        }
        pump();
        return this;
    }

    private Behavior<Command> onIntakeTold(IntakeTold told) {
        if (conversation != null && !closing) {
            conversation.onIntake(told.event());
            pump();
        }
        return this;
    }

    private Behavior<Command> onReconstructionTold(ReconstructionTold told) {
        if (conversation != null && !closing) {
            conversation.onReconstruction(told.event());
            pump();
        }
        return this;
    }

    private Behavior<Command> onViewsTold(ViewsTold told) {
        if (conversation != null && !closing) {
            conversation.onViews(told.event()).ifPresent(outbox::show);
            pump();
        }
        return this;
    }

    private Behavior<Command> onMoveTo(MoveTo order) {
        SessionMove move = new SessionMove(id, order.devices(), order.replyTo());
        if (closing) {
            move.stayed("It is ending.");
        } else if (conversation == null) {
            devices = order.devices();
            move.moved();
        } else {
            conversation.moveTo(move);
        }
        return this;
    }

    private Behavior<Command> onStay() {
        if (conversation != null) {
            conversation.stay();
        }
        return this;
    }

    private Behavior<Command> onSocketTook() {
        socketBusy = false;
        if (viewOnItsWay && conversation != null) {
            conversation.onViewTaken();
        }
        viewOnItsWay = false;
        pump();
        return this;
    }

    private Behavior<Command> onSocketGone() {
        socket = null;
        return Behaviors.stopped();
    }

    private Behavior<Command> onHelloDue() {
        if (socket == null) {
            getContext().getLog().info("Session {}: admitted → ended, no socket came", id);
            return Behaviors.stopped();
        }
        fail(
                ErrorCode.HELLO_EXPECTED,
                "No hello came within %d s.".formatted(settings.helloDeadline().toSeconds()));
        pump();
        return this;
    }

    private Behavior<Command> onAllowFor(AllowFor allow) {
        timers.startSingleTimer(AllowanceEnded.class, new AllowanceEnded(), allow.time());
        return this;
    }

    private Behavior<Command> onAllowanceEnded() {
        if (!closing) {
            fail(ErrorCode.UNAUTHORISED, "The token has expired: come again with a new one.");
            pump();
        }
        return this;
    }

    private Behavior<Command> onSilenceDue() {
        if (!closing) {
            outbox.close(new ServerMessage.GoAway(GoAwayReason.LIMIT, 0, ""), CloseCode.POLICY);
            beginClosing("silence");
            pump();
        }
        return this;
    }

    private Behavior<Command> onChildFailed() {
        fail(ErrorCode.INTERNAL, "The server failed on this session; others go on.");
        pump();
        return this;
    }

    private Behavior<Command> onStopped() {
        if (socket != null && !closing) {
            socket.tell(new ToSocket.Close(CloseCode.INTERNAL));
        }
        return this;
    }

    /** A client that lives sends something now and then, a ping if nothing else. */
    private void noteLife() {
        timers.startSingleTimer(
                SilenceDue.class,
                new SilenceDue(),
                Duration.ofSeconds(settings.limits().silenceSeconds()));
    }

    private void fail(ErrorCode code, String sentence) {
        say(ServerMessage.Problem.of(code, sentence));
    }

    /** Puts a message in the outbox; a fatal problem is the last one. */
    private void say(ServerMessage message) {
        Optional<CloseCode> end = message instanceof ServerMessage.Problem problem
                ? problem.code().closeCode()
                : Optional.empty();
        if (end.isPresent()) {
            outbox.close(message, end.get());
            beginClosing(((ServerMessage.Problem) message).code().wireName());
        } else if (!outbox.say(message)) {
            fail(ErrorCode.OVERLOADED, "Messages pile up because this client does not read them.");
        }
    }

    private void beginClosing(String reason) {
        if (!closing) {
            closing = true;
            timers.startSingleTimer(CloseDue.class, new CloseDue(), settings.closeDeadline());
            getContext().getLog().info("Session {}: → closing, {}", id, reason);
        }
    }

    private void pump() {
        if (socket != null && !socketBusy) {
            Optional<ToSocket> next = outbox.next();
            if (next.isPresent()) {
                socketBusy = true;
                viewOnItsWay = next.get() instanceof ToSocket.Show;
                socket.tell(next.get());
            }
        }
    }
}
