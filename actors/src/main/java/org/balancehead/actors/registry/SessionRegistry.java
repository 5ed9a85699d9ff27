package org.balancehead.actors.registry;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.admission.AddressBook.Caller;
import org.balancehead.actors.admission.LoadMeter;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.Serving;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.session.MoveAnswer;
import org.balancehead.actors.session.SessionEvent;
import org.balancehead.actors.session.SessionSettings;

/**
 * Guardian of the live side: owns the connections, the sessions, the analyser, and the coordinator of the model
 * versions; says before an upgrade whether there is room, gives who says hello its session, and empties the server when
 * it is drained. Connections and sessions that fail stop, and are not restarted. Without its coordinator or analyser
 * the server is out of service.
 */
public final class SessionRegistry extends AbstractBehavior<SessionRegistry.Command> {
    public sealed interface Command {}

    /** Asks for a place. It is held from now on, and given back when no hello comes in time. */
    public record Admit(InetAddress from, ActorRef<Admission> replyTo) implements Command {}

    /** What operators ask of the model versions. */
    public record Operate(DeploymentCoordinator.Request request) implements Command {}

    /** What visitors ask of kept avatars. */
    public record AskArchive(AvatarArchivist.Request request) implements Command {}

    /**
     * Takes no further sessions, and lets those that there are end until the deadline; then it ends them. Asked again,
     * it keeps the new deadline.
     */
    public record Drain(Optional<Duration> deadline, ActorRef<DrainState> replyTo) implements Command {}

    /** How far a drain is. */
    public record GetDrain(ActorRef<DrainState> replyTo) implements Command {}

    /** Tells when a drain has left no session. */
    public record AwaitDrained(ActorRef<Drained> replyTo) implements Command {}

    /** Tells what became of the first version, when that is known. */
    public record AwaitBeginning(ActorRef<Beginning> replyTo) implements Command {}

    /** Which sessions there are, the oldest first; at most as many as there may be. */
    public record ListSessions(ActorRef<SessionList> replyTo) implements Command {}

    /** Ends the sessions, then frees the models and the analyser, then ends. */
    public record Stop() implements Command {}

    private record ServingChanged(Serving serving) implements Command {}

    private record AnalyserTold(PoolStatus status) implements Command {}

    private record MoveAnswered(MoveAnswer answer) implements Command {}

    private record Arrived(Arrival arrival) implements Command {}

    private record SessionTold(SessionEvent event) implements Command {}

    record ConnectionEnded(SessionId connection) implements Command {}

    record SessionEnded(SessionId session) implements Command {}

    record DrainDeadline() implements Command {}

    /** The sessions that there are. */
    public record SessionList(List<SessionSummary> sessions) {
        public SessionList {
            sessions = List.copyOf(sessions);
        }
    }

    /** No session is left. */
    public record Drained() {}

    private final LiveMetrics metrics;
    private final SharedActors shared;
    private final Allocation allocation;
    private final Visitors visitors;
    private final Draining draining;
    private final ServiceState service;
    private boolean stopping;

    /**
     * The guardian of a server.
     *
     * @param first the version that it begins with
     * @param source of those that are deployed later
     */
    public static Behavior<Command> create(
            SessionSettings sessions,
            InferenceSettings inference,
            DeploymentSettings deployment,
            Candidate first,
            CheckpointSource source,
            AnalyzerOpener analyzer,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            LoadMeter meter = new LoadMeter(metrics.devices(), metrics.work());
            LiveMetrics metered = metrics.with(meter, meter);
            ActorRef<Serving> serving = context.messageAdapter(Serving.class, ServingChanged::new);
            ActorRef<PoolStatus> status = context.messageAdapter(PoolStatus.class, AnalyserTold::new);
            SharedActors shared = new SharedActors(
                    context,
                    DeploymentCoordinator.create(first, source, inference, deployment, serving, metered),
                    AvatarArchivist.create(sessions.archive(), metered.sessions()),
                    new FaceAnalyser(context, analyzer, inference, status, metered));
            metrics.sessions().sessionsOpen(0, sessions.maxSessions());
            Draining draining = new Draining(context, timers, sessions.drainDeadline(), metered.service());
            return new SessionRegistry(context, sessions, deployment, shared, draining, meter, metered);
        }));
    }

    private SessionRegistry(
            ActorContext<Command> context,
            SessionSettings settings,
            DeploymentSettings deployment,
            SharedActors shared,
            Draining draining,
            LoadMeter meter,
            LiveMetrics metrics) {
        super(context);
        this.metrics = metrics;
        this.shared = shared;
        this.draining = draining;
        Placements placements = new Placements(
                deployment.movesAtATime(),
                shared.coordinator(),
                context.messageAdapter(MoveAnswer.class, MoveAnswered::new),
                metrics.versions());
        this.allocation = new Allocation(placements, shared::analyser);
        this.service = new ServiceState(draining, allocation);
        this.visitors = new Visitors(
                context,
                settings,
                meter,
                metrics,
                deployment.tolerance(),
                placements,
                shared.archivist(),
                context.messageAdapter(Arrival.class, Arrived::new),
                context.messageAdapter(SessionEvent.class, SessionTold::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(Operate.class, operate -> then(() -> shared.operate(operate.request())))
                .onMessage(
                        AskArchive.class, ask -> then(() -> shared.archivist().tell(ask.request())))
                .onMessage(Drain.class, this::onDrain)
                .onMessage(
                        ListSessions.class,
                        list -> then(() -> list.replyTo().tell(new SessionList(visitors.summaries()))))
                .onMessage(GetDrain.class, get -> tellDrain(get.replyTo()))
                .onMessage(AwaitDrained.class, wait -> then(() -> draining.await(wait.replyTo())))
                .onMessage(AwaitBeginning.class, wait -> then(() -> service.await(wait.replyTo())))
                .onMessage(Stop.class, stop -> onStop())
                .onMessage(ServingChanged.class, this::onServingChanged)
                .onMessage(
                        AnalyserTold.class,
                        told -> then(() -> shared.onAnalyser(told.status()).ifPresent(service::fail)))
                .onMessage(MoveAnswered.class, moved -> then(() -> visitors.onMoveAnswered(moved.answer())))
                .onMessage(Arrived.class, this::onArrived)
                .onMessage(SessionTold.class, told -> then(() -> visitors.onEvent(told.event(), allocation::next)))
                .onMessage(ConnectionEnded.class, this::onConnectionEnded)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessage(DrainDeadline.class, due -> then(() -> draining.onDeadline(visitors)))
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, this::onChildEnded)
                .build();
    }

    private Behavior<Command> onAdmit(Admit admit) {
        Admission answer = service.refusal()
                .<Admission>map(refused -> refused)
                .orElseGet(() -> visitors.admit(Caller.of(admit.from())));
        if (answer instanceof Admission.Refused refused) {
            metrics.sessions().sessionRefused(refused.reason());
        }
        admit.replyTo().tell(answer);
        return this;
    }

    private Behavior<Command> onArrived(Arrived arrived) {
        visitors.arrive(arrived.arrival(), allocation::next);
        draining.onArrival(visitors);
        return this;
    }

    private Behavior<Command> onConnectionEnded(ConnectionEnded ended) {
        visitors.onConnectionEnded(ended.connection());
        return onVisitorGone();
    }

    private Behavior<Command> onSessionEnded(SessionEnded ended) {
        visitors.onSessionEnded(ended.session(), allocation::next);
        return onVisitorGone();
    }

    private Behavior<Command> onVisitorGone() {
        draining.onDeparture(visitors);
        return stopping ? endDevices() : this;
    }

    private Behavior<Command> onDrain(Drain drain) {
        draining.begin(drain.deadline(), visitors);
        tellDrain(drain.replyTo());
        return onVisitorGone();
    }

    private Behavior<Command> tellDrain(ActorRef<DrainState> who) {
        who.tell(draining.state(visitors.count()));
        return this;
    }

    private Behavior<Command> onServingChanged(ServingChanged changed) {
        if (!stopping) {
            service.take(changed.serving());
        }
        shared.onServingTaken(changed.serving());
        return this;
    }

    private Behavior<Command> onChildFailed(ChildFailed failed) {
        getContext()
                .getLog()
                .error(
                        "{} failed: the server is out of service",
                        failed.getRef().path(),
                        failed.cause());
        shared.onEnded(failed.getRef());
        metrics.service().partReady(failed.getRef().path().name(), false, service.failed());
        return stopping ? onChildEnded(failed) : this;
    }

    private Behavior<Command> onStop() {
        stopping = true;
        draining.endNow(visitors);
        return onVisitorGone();
    }

    /** The devices end last: no session's work may come to one that is gone. */
    private Behavior<Command> endDevices() {
        if (visitors.none()) {
            shared.close();
        }
        return getContext().getChildren().isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onChildEnded(Terminated ended) {
        boolean last = getContext().getChildren().stream().allMatch(ended.getRef()::equals);
        return stopping && last ? Behaviors.stopped() : this;
    }

    private Behavior<Command> then(Runnable step) {
        step.run();
        return this;
    }
}
