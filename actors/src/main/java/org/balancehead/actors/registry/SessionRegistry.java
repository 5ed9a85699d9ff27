package org.balancehead.actors.registry;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.LogFields;
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
import org.slf4j.spi.LoggingEventBuilder;

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

    private record DrainDeadline() implements Command {}

    /** The sessions that there are. */
    public record SessionList(List<SessionSummary> sessions) {
        public SessionList {
            sessions = List.copyOf(sessions);
        }
    }

    /** No session is left. */
    public record Drained() {}

    private static final String COORDINATOR = "deployment";
    private static final String FAILED = "The server failed and is out of service.";

    private final TimerScheduler<Command> timers;
    private final SessionSettings settings;
    private final LiveMetrics metrics;
    private final ActorRef<DeploymentCoordinator.Command> coordinator;
    private final ActorRef<AvatarArchivist.Command> archivist;
    private final FaceAnalyser analyser;
    private final Placements placements;
    private final Allocation allocation;
    private final Visitors visitors;
    private final Draining draining = new Draining();
    private final ServiceState service;
    private boolean stopping;

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
            ActorRef<DeploymentCoordinator.Command> coordinator = context.spawn(
                    DeploymentCoordinator.create(first, source, inference, deployment, serving, metered), COORDINATOR);
            context.watch(coordinator);
            metrics.sessions().sessionsOpen(0, sessions.maxSessions());
            return new SessionRegistry(
                    context, timers, sessions, inference, deployment, analyzer, meter, metered, coordinator);
        }));
    }

    private SessionRegistry(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SessionSettings settings,
            InferenceSettings inference,
            DeploymentSettings deployment,
            AnalyzerOpener analyzer,
            LoadMeter meter,
            LiveMetrics metrics,
            ActorRef<DeploymentCoordinator.Command> coordinator) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.metrics = metrics;
        this.coordinator = coordinator;
        this.archivist = context.spawn(
                AvatarArchivist.create(settings.archive(), metrics.sessions()),
                "archivist",
                DispatcherSelector.blocking());
        context.watch(archivist);
        this.analyser = new FaceAnalyser(
                context, analyzer, inference, context.messageAdapter(PoolStatus.class, AnalyserTold::new), metrics);
        this.placements = new Placements(
                deployment.movesAtATime(),
                coordinator,
                context.messageAdapter(MoveAnswer.class, MoveAnswered::new),
                metrics.versions());
        this.allocation = new Allocation(placements, analyser::device);
        this.service = new ServiceState(draining, allocation);
        this.visitors = new Visitors(
                context,
                settings,
                meter,
                metrics,
                deployment.tolerance(),
                placements,
                archivist.narrow(),
                context.messageAdapter(Arrival.class, Arrived::new),
                context.messageAdapter(SessionEvent.class, SessionTold::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(Operate.class, this::onOperate)
                .onMessage(AskArchive.class, this::onAskArchive)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(ListSessions.class, this::onListSessions)
                .onMessage(GetDrain.class, get -> tellDrain(get.replyTo()))
                .onMessage(AwaitDrained.class, this::onAwaitDrained)
                .onMessage(Stop.class, stop -> onStop())
                .onMessage(ServingChanged.class, this::onServingChanged)
                .onMessage(AnalyserTold.class, this::onAnalyserTold)
                .onMessage(MoveAnswered.class, this::onMoveAnswered)
                .onMessage(Arrived.class, this::onArrived)
                .onMessage(SessionTold.class, this::onSessionTold)
                .onMessage(ConnectionEnded.class, this::onConnectionEnded)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessage(DrainDeadline.class, due -> onDrainDeadline())
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, this::onChildEnded)
                .build();
    }

    private Behavior<Command> onAdmit(Admit admit) {
        Admission answer = service.refusal(System.nanoTime())
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
        if (draining.begun()) {
            visitors.leave(draining.left(System.nanoTime()));
        }
        return this;
    }

    private Behavior<Command> onSessionTold(SessionTold told) {
        visitors.onEvent(told.event(), allocation::next);
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
        if (draining.begun() && visitors.none()) {
            draining.finish();
        }
        return stopping ? endDevices() : this;
    }

    private Behavior<Command> onDrain(Drain drain) {
        Duration deadline = drain.deadline().orElse(settings.drainDeadline());
        getContext().getLog().info("Draining: {} sessions have {} s to end", visitors.count(), deadline.toSeconds());
        draining.begin(deadline, System.nanoTime());
        metrics.service().draining("The server is being drained.");
        visitors.leave(deadline);
        timers.startSingleTimer(DrainDeadline.class, new DrainDeadline(), deadline);
        tellDrain(drain.replyTo());
        return onVisitorGone();
    }

    private Behavior<Command> onAwaitDrained(AwaitDrained wait) {
        draining.await(wait.replyTo());
        return this;
    }

    private Behavior<Command> tellDrain(ActorRef<DrainState> who) {
        who.tell(draining.state(visitors.count(), System.nanoTime()));
        return this;
    }

    private Behavior<Command> onDrainDeadline() {
        if (!visitors.none()) {
            getContext().getLog().info("Draining: {} sessions are ended at the deadline", visitors.count());
        }
        visitors.close();
        return this;
    }

    private Behavior<Command> onMoveAnswered(MoveAnswered answered) {
        MoveAnswer answer = answered.answer();
        if (answer instanceof MoveAnswer.Stayed stayed) {
            about(answer)
                    .log(
                            "Session {}: stays, not → version {}: {}",
                            stayed.session(),
                            stayed.number(),
                            stayed.sentence());
        } else {
            about(answer).log("Session {}: → version {}", answer.session(), answer.number());
        }
        placements.onAnswer(answer);
        return this;
    }

    private Behavior<Command> onListSessions(ListSessions list) {
        list.replyTo().tell(new SessionList(visitors.summaries()));
        return this;
    }

    private LoggingEventBuilder about(MoveAnswer answer) {
        return getContext().getLog().atInfo().addKeyValue(LogFields.SESSION, answer.session());
    }

    private Behavior<Command> onOperate(Operate operate) {
        coordinator.tell(operate.request());
        return this;
    }

    private Behavior<Command> onAskArchive(AskArchive ask) {
        archivist.tell(ask.request());
        return this;
    }

    private Behavior<Command> onServingChanged(ServingChanged changed) {
        if (!stopping) {
            take(changed.serving());
        }
        coordinator.tell(
                new DeploymentCoordinator.ServingTaken(changed.serving().turn()));
        return this;
    }

    private void take(Serving serving) {
        allocation.take(serving);
        if (serving instanceof Serving.NowServing) {
            service.restore();
        } else if (serving instanceof Serving.NobodyServes nobody) {
            service.fail(nobody.sentence());
        }
    }

    private Behavior<Command> onAnalyserTold(AnalyserTold told) {
        analyser.onStatus(told.status()).ifPresent(service::fail);
        return this;
    }

    private Behavior<Command> onChildFailed(ChildFailed failed) {
        getContext()
                .getLog()
                .error(
                        "{} failed: the server is out of service",
                        failed.getRef().path(),
                        failed.cause());
        service.fail(FAILED);
        metrics.service().partReady(failed.getRef().path().name(), false, FAILED);
        return stopping ? onChildEnded(failed) : this;
    }

    private Behavior<Command> onStop() {
        stopping = true;
        draining.begin(Duration.ZERO, System.nanoTime());
        visitors.close();
        return onVisitorGone();
    }

    /** The devices end last: no session's work may come to one that is gone. */
    private Behavior<Command> endDevices() {
        if (visitors.none()) {
            coordinator.tell(new DeploymentCoordinator.Close());
            analyser.close();
            getContext().stop(archivist);
        }
        return getContext().getChildren().isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onChildEnded(Terminated ended) {
        boolean last = getContext().getChildren().stream().allMatch(ended.getRef()::equals);
        return stopping && last ? Behaviors.stopped() : this;
    }
}
