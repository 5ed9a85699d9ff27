package org.balancehead.actors.session;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.Serving;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.DeviceStatus;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.LiveMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Guardian of the live side: owns the sessions, the analyser, and the coordinator of the model versions; says before an
 * upgrade whether there is room, and which version the session begins on. Sessions that fail stop, and are not
 * restarted: their socket is gone with them. Without its coordinator or analyser the server is out of service.
 */
public final class SessionRegistry extends AbstractBehavior<SessionRegistry.Command> {
    public sealed interface Command {}

    /** Asks for a place. It is held from now on, and given back when no hello comes in time. */
    public record Admit(ActorRef<Admission> replyTo) implements Command {}

    /** What operators ask of the model versions. */
    public record Operate(DeploymentCoordinator.Request request) implements Command {}

    /** Ends the sessions, then frees the models and the analyser, then ends. */
    public record Stop() implements Command {}

    private record ServingChanged(Serving serving) implements Command {}

    private record DeviceTold(DeviceStatus status) implements Command {}

    private record SessionEnded(SessionId session) implements Command {}

    private record MoveAnswered(SessionMove.Answer answer) implements Command {}

    public sealed interface Admission {}

    /** A place, and the session that takes it. */
    public record Admitted(SessionId id, ActorRef<AvatarSession.Command> session) implements Admission {}

    /** No place. One sentence for people, and when to try again. */
    public record Refused(String sentence, Duration retryAfter) implements Admission {}

    /** The name of the device that analyses faces, in metrics and thread names. */
    private static final String ANALYSER = "face";

    private static final String SESSION = "session-";
    private static final String COORDINATOR = "deployment";
    private static final Duration UNTIL_LOADED = Duration.ofSeconds(5);
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(10);
    private static final Duration UNTIL_REPAIRED = Duration.ofMinutes(1);

    private final SessionSettings settings;
    private final InferenceSettings inference;
    private final DeploymentSettings deployment;
    private final AnalyzerOpener analyzer;
    private final LiveMetrics metrics;
    private final ActorRef<DeviceStatus> deviceStatus;
    private final ActorRef<DeploymentCoordinator.Command> coordinator;

    private final Placements sessions;

    /** What new ones are given. */
    private @Nullable Devices devices;

    /** What some of the new ones are given, while it is tried. */
    private @Nullable CanaryShare canary;

    private @Nullable ActorRef<DeviceDispatcher.Command> analyser;
    private @Nullable String outOfService;
    private boolean stopping;

    public static Behavior<Command> create(
            SessionSettings sessions,
            InferenceSettings inference,
            DeploymentSettings deployment,
            Candidate first,
            CheckpointSource source,
            AnalyzerOpener analyzer,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> {
            ActorRef<DeviceStatus> status = context.messageAdapter(DeviceStatus.class, DeviceTold::new);
            ActorRef<Serving> serving = context.messageAdapter(Serving.class, ServingChanged::new);
            ActorRef<DeploymentCoordinator.Command> coordinator = context.spawn(
                    DeploymentCoordinator.create(first, source, inference, deployment.canary(), serving, metrics),
                    COORDINATOR);
            context.watch(coordinator);
            metrics.sessionsOpen(0, sessions.maxSessions());
            return new SessionRegistry(
                    context, sessions, inference, deployment, analyzer, metrics, status, coordinator);
        });
    }

    private SessionRegistry(
            ActorContext<Command> context,
            SessionSettings settings,
            InferenceSettings inference,
            DeploymentSettings deployment,
            AnalyzerOpener analyzer,
            LiveMetrics metrics,
            ActorRef<DeviceStatus> deviceStatus,
            ActorRef<DeploymentCoordinator.Command> coordinator) {
        super(context);
        this.settings = settings;
        this.inference = inference;
        this.analyzer = analyzer;
        this.metrics = metrics;
        this.deviceStatus = deviceStatus;
        this.coordinator = coordinator;
        this.deployment = deployment;
        this.sessions = new Placements(
                deployment.movesAtATime(),
                coordinator,
                context.messageAdapter(SessionMove.Answer.class, MoveAnswered::new),
                metrics);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(Operate.class, this::onOperate)
                .onMessage(Stop.class, stop -> onStop())
                .onMessage(ServingChanged.class, this::onServingChanged)
                .onMessage(DeviceTold.class, this::onDeviceTold)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessage(MoveAnswered.class, this::onMoveAnswered)
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, this::onChildEnded)
                .build();
    }

    private Behavior<Command> onAdmit(Admit admit) {
        if (stopping) {
            refuse(admit, "The server is stopping.", UNTIL_ROOM);
        } else if (outOfService != null) {
            refuse(admit, outOfService, UNTIL_REPAIRED);
        } else if (devices == null) {
            refuse(admit, "The model is still being loaded.", UNTIL_LOADED);
        } else if (sessions.size() >= settings.maxSessions()) {
            refuse(admit, "All %d places are taken.".formatted(settings.maxSessions()), UNTIL_ROOM);
        } else {
            admit(admit, canary != null && canary.takesNext() ? canary.devices() : devices);
        }
        return this;
    }

    private void refuse(Admit admit, String sentence, Duration retryAfter) {
        metrics.sessionRefused();
        admit.replyTo().tell(new Refused(sentence, retryAfter));
    }

    private void admit(Admit admit, Devices available) {
        SessionId id = SessionId.random();
        ActorRef<AvatarSession.Command> session = getContext()
                .spawn(AvatarSession.create(id, settings, available, deployment.tolerance(), metrics), SESSION + id);
        getContext().watchWith(session, new SessionEnded(id));
        sessions.begin(id, session, available);
        metrics.sessionsOpen(sessions.size(), settings.maxSessions());
        admit.replyTo().tell(new Admitted(id, session));
    }

    private Behavior<Command> onSessionEnded(SessionEnded ended) {
        sessions.end(ended.session());
        metrics.sessionsOpen(sessions.size(), settings.maxSessions());
        return stopping ? endDevices() : this;
    }

    private Behavior<Command> onMoveAnswered(MoveAnswered answered) {
        SessionMove.Answer answer = answered.answer();
        if (answer instanceof SessionMove.Stayed stayed) {
            getContext()
                    .getLog()
                    .info(
                            "Session {}: stays, not → version {}: {}",
                            stayed.session(),
                            stayed.number(),
                            stayed.sentence());
        } else {
            getContext().getLog().info("Session {}: → version {}", answer.session(), answer.number());
        }
        sessions.onAnswer(answer);
        return this;
    }

    private Behavior<Command> onOperate(Operate operate) {
        coordinator.tell(operate.request());
        return this;
    }

    private Behavior<Command> onServingChanged(ServingChanged changed) {
        if (changed.serving() instanceof Serving.NowServing now) {
            devices =
                    new Devices(now.model(), now.device(), analyser(now.model().imageSize()));
            outOfService = null;
            canary = null;
            sessions.gather(devices);
        } else if (changed.serving() instanceof Serving.Trying trying) {
            canary = new CanaryShare(
                    new Devices(
                            trying.model(),
                            trying.device(),
                            analyser(trying.model().imageSize())),
                    trying.share());
        } else if (changed.serving() instanceof Serving.TrialOver) {
            canary = null;
            if (devices != null) {
                sessions.gather(devices);
            }
        } else if (changed.serving() instanceof Serving.NobodyServes nobody) {
            outOfService = nobody.sentence();
        }
        coordinator.tell(
                new DeploymentCoordinator.ServingTaken(changed.serving().turn()));
        return this;
    }

    /** All versions render at the same size. */
    private ActorRef<DeviceDispatcher.Command> analyser(int cropSize) {
        if (analyser == null) {
            analyser = getContext()
                    .spawn(
                            DeviceDispatcher.ofAnalyzer(ANALYSER, analyzer, cropSize, inference, deviceStatus, metrics),
                            ANALYSER);
            getContext().watch(analyser);
        }
        return analyser;
    }

    private Behavior<Command> onDeviceTold(DeviceTold told) {
        if (told.status() instanceof DeviceStatus.DeviceReady) {
            metrics.deviceReady(ANALYSER, true, "It takes work.");
        } else if (told.status() instanceof DeviceStatus.DeviceDown down) {
            metrics.deviceReady(ANALYSER, false, down.reason());
            if (down.forGood()) {
                outOfService = "The face analyser failed repeatedly and is out of service.";
            }
        }
        return this;
    }

    private Behavior<Command> onChildFailed(ChildFailed failed) {
        getContext()
                .getLog()
                .error(
                        "{} failed: the server is out of service",
                        failed.getRef().path(),
                        failed.cause());
        outOfService = "The server failed and is out of service.";
        metrics.deviceReady(failed.getRef().path().name(), false, outOfService);
        return stopping ? onChildEnded(failed) : this;
    }

    private Behavior<Command> onStop() {
        stopping = true;
        getContext().getChildren().stream()
                .filter(child -> child.path().name().startsWith(SESSION))
                .forEach(getContext()::stop);
        return endDevices();
    }

    /** The devices end last: no session's work may come to one that is gone. */
    private Behavior<Command> endDevices() {
        if (sessions.isEmpty()) {
            coordinator.tell(new DeploymentCoordinator.Close());
            if (analyser != null) {
                analyser.tell(new DeviceDispatcher.Close());
            }
        }
        return getContext().getChildren().isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onChildEnded(Terminated ended) {
        boolean last = getContext().getChildren().stream().allMatch(ended.getRef()::equals);
        return stopping && last ? Behaviors.stopped() : this;
    }
}
