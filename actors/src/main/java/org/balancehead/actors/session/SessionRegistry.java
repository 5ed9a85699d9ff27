package org.balancehead.actors.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.DeviceStatus;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.metrics.LiveMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Guardian of the live side: owns the devices and the sessions, and says before an upgrade whether there is room.
 * Sessions that fail stop, and are not restarted: their socket is gone with them.
 */
public final class SessionRegistry extends AbstractBehavior<SessionRegistry.Command> {
    public sealed interface Command {}

    /** Asks for a place. It is held from now on, and given back when no hello comes in time. */
    public record Admit(ActorRef<Admission> replyTo) implements Command {}

    private record DeviceTold(DeviceStatus status) implements Command {}

    private record SessionEnded(SessionId session) implements Command {}

    public sealed interface Admission {}

    /** A place, and the session that takes it. */
    public record Admitted(SessionId id, ActorRef<AvatarSession.Command> session) implements Admission {}

    /** No place. One sentence for people, and when to try again. */
    public record Refused(String sentence, Duration retryAfter) implements Admission {}

    /** The name of the device that analyses faces, in metrics and thread names. */
    private static final String ANALYSER = "face";

    private static final String RENDERER = "device";
    private static final Duration UNTIL_LOADED = Duration.ofSeconds(5);
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(10);
    private static final Duration UNTIL_REPAIRED = Duration.ofMinutes(1);

    private final SessionSettings settings;
    private final InferenceSettings inference;
    private final AnalyzerOpener analyzer;
    private final LiveMetrics metrics;
    private final ActorRef<DeviceStatus> deviceStatus;
    private final ActorRef<DeviceDispatcher.Command> renderer;
    private final Map<SessionId, ActorRef<AvatarSession.Command>> sessions = new HashMap<>();
    private @Nullable Devices devices;
    private boolean failed;

    public static Behavior<Command> create(
            SessionSettings sessions,
            InferenceSettings inference,
            ModelOpener model,
            AnalyzerOpener analyzer,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> {
            ActorRef<DeviceStatus> status = context.messageAdapter(DeviceStatus.class, DeviceTold::new);
            ActorRef<DeviceDispatcher.Command> renderer =
                    context.spawn(DeviceDispatcher.ofModel(RENDERER, model, inference, status, metrics), RENDERER);
            metrics.sessionsOpen(0, sessions.maxSessions());
            return new SessionRegistry(context, sessions, inference, analyzer, metrics, status, renderer);
        });
    }

    private SessionRegistry(
            ActorContext<Command> context,
            SessionSettings settings,
            InferenceSettings inference,
            AnalyzerOpener analyzer,
            LiveMetrics metrics,
            ActorRef<DeviceStatus> deviceStatus,
            ActorRef<DeviceDispatcher.Command> renderer) {
        super(context);
        this.settings = settings;
        this.inference = inference;
        this.analyzer = analyzer;
        this.metrics = metrics;
        this.deviceStatus = deviceStatus;
        this.renderer = renderer;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(DeviceTold.class, this::onDeviceTold)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .build();
    }

    private Behavior<Command> onAdmit(Admit admit) {
        if (failed) {
            refuse(admit, "The device failed repeatedly and is out of service.", UNTIL_REPAIRED);
        } else if (devices == null) {
            refuse(admit, "The model is still being loaded.", UNTIL_LOADED);
        } else if (sessions.size() >= settings.maxSessions()) {
            refuse(admit, "All %d places are taken.".formatted(settings.maxSessions()), UNTIL_ROOM);
        } else {
            admit(admit, devices);
        }
        return this;
    }

    private void refuse(Admit admit, String sentence, Duration retryAfter) {
        metrics.sessionRefused();
        admit.replyTo().tell(new Refused(sentence, retryAfter));
    }

    private void admit(Admit admit, Devices available) {
        SessionId id = SessionId.random();
        ActorRef<AvatarSession.Command> session =
                getContext().spawn(AvatarSession.create(id, settings, available, metrics), "session-" + id);
        getContext().watchWith(session, new SessionEnded(id));
        sessions.put(id, session);
        metrics.sessionsOpen(sessions.size(), settings.maxSessions());
        admit.replyTo().tell(new Admitted(id, session));
    }

    private Behavior<Command> onSessionEnded(SessionEnded ended) {
        sessions.remove(ended.session());
        metrics.sessionsOpen(sessions.size(), settings.maxSessions());
        if (devices != null) {
            devices.renderer().tell(new DeviceDispatcher.EndSession(ended.session()));
            devices.analyser().tell(new DeviceDispatcher.EndSession(ended.session()));
        }
        return this;
    }

    private Behavior<Command> onDeviceTold(DeviceTold told) {
        if (told.status() instanceof DeviceStatus.DeviceReady ready) {
            ready.model().filter(model -> devices == null).ifPresent(this::openAnalyser);
        } else if (told.status() instanceof DeviceStatus.DeviceDown down && down.forGood()) {
            failed = true;
        }
        return this;
    }

    private void openAnalyser(ServedModel model) {
        ActorRef<DeviceDispatcher.Command> analyser = getContext()
                .spawn(
                        DeviceDispatcher.ofAnalyzer(
                                ANALYSER, analyzer, model.imageSize(), inference, deviceStatus, metrics),
                        ANALYSER);
        devices = new Devices(model, renderer, analyser);
    }
}
