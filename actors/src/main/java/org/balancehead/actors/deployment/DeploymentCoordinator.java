package org.balancehead.actors.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.DeviceStatus;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.metrics.LiveMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Owns the model versions. A deployed checkpoint is verified, then opened, warmed up and looked at on a device of its
 * own beside the version that serves; then new sessions begin on it. Sessions stay on the version that they began with,
 * and a version is freed when its last session has gone. A checkpoint that is refused changes nothing.
 *
 * <p>A device that fails while its version loads means that the version is refused. The device of a version that serves
 * or drains restarts itself; when it is given up, its version is refused, and nobody begins on it. A deployed version
 * that is not ready in time is refused, too, and freed when its device comes to itself.
 */
public final class DeploymentCoordinator extends AbstractBehavior<DeploymentCoordinator.Command> {
    public sealed interface Command {}

    /** What operators ask. */
    public sealed interface Request extends Command {}

    /** Serve the checkpoint of a folder to those who come from now on. Answered when its files are verified. */
    public record Deploy(Path folder, ActorRef<Reply> replyTo) implements Request {}

    /** Serve the version that served before to those who come from now on. */
    public record Rollback(ActorRef<Reply> replyTo) implements Request {}

    public record ListModels(ActorRef<Models> replyTo) implements Request {}

    /** The owner knows of the change of that turn: what it said of sessions before came under the ones before. */
    public record ServingTaken(long turn) implements Command {}

    /** A session began on the version of that number. */
    public record SessionBegan(int number) implements Command {}

    /** A session that had begun on the version of that number is over, and its device knows. */
    public record SessionEnded(int number) implements Command {}

    /** A session of another version is on its way to the version of that number. */
    public record MoveBegan(int number) implements Command {}

    /** A session that was on its way to the version of that number has arrived, or will not; its device knows. */
    public record MoveEnded(int number) implements Command {}

    /** Frees all versions, and ends when that is done. */
    public record Close() implements Command {}

    private record Checked(Candidate candidate, ActorRef<Reply> replyTo) implements Command {}

    private record CheckFailed(Throwable trouble, ActorRef<Reply> replyTo) implements Command {}

    private record DeviceTold(DeviceStatus status) implements Command {}

    private record DeviceEnded(int number) implements Command {}

    private record LoadOverdue(int number) implements Command {}

    /** The answer to a request; what becomes of a version that is loaded, {@link ListModels} tells. */
    public sealed interface Reply {}

    /** The version is being loaded, or serves already. */
    public record Accepted(ModelEntry model) implements Reply {}

    /** Nothing has changed; one sentence for people. */
    public record Refused(Refusal why, String sentence) implements Reply {}

    public record Models(List<ModelEntry> models) {}

    /** The name under which metrics know what the version that serves runs on. */
    private static final String RENDERER = "device";

    private final CheckpointSource source;
    private final InferenceSettings inference;
    private final ActorRef<Serving> owner;
    private final LiveMetrics metrics;
    private final TimerScheduler<Command> timers;
    private final ActorRef<DeviceStatus> statuses;
    private final Executor blocking;
    private final Versions versions = new Versions();
    private @Nullable Integer imageSize;
    private boolean checking;
    private boolean closing;
    private long turn;
    private long turnTaken;

    /** A coordinator that loads its first version at once. */
    public static Behavior<Command> create(
            Candidate first,
            CheckpointSource source,
            InferenceSettings inference,
            ActorRef<Serving> owner,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            DeploymentCoordinator coordinator =
                    new DeploymentCoordinator(context, source, inference, owner, metrics, timers);
            coordinator.load(coordinator.versions.add(first));
            return coordinator;
        }));
    }

    private DeploymentCoordinator(
            ActorContext<Command> context,
            CheckpointSource source,
            InferenceSettings inference,
            ActorRef<Serving> owner,
            LiveMetrics metrics,
            TimerScheduler<Command> timers) {
        super(context);
        this.source = source;
        this.inference = inference;
        this.owner = owner;
        this.metrics = metrics;
        this.timers = timers;
        this.statuses = context.messageAdapter(DeviceStatus.class, DeviceTold::new);
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Deploy.class, this::onDeploy)
                .onMessage(Rollback.class, this::onRollback)
                .onMessage(ListModels.class, this::onListModels)
                .onMessage(ServingTaken.class, this::onServingTaken)
                .onMessage(SessionBegan.class, this::onSessionBegan)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessage(MoveBegan.class, this::onMoveBegan)
                .onMessage(MoveEnded.class, this::onMoveEnded)
                .onMessage(Close.class, close -> onClose())
                .onMessage(Checked.class, this::onChecked)
                .onMessage(CheckFailed.class, this::onCheckFailed)
                .onMessage(DeviceTold.class, this::onDeviceTold)
                .onMessage(DeviceEnded.class, this::onDeviceEnded)
                .onMessage(LoadOverdue.class, this::onLoadOverdue)
                .build();
    }

    private Behavior<Command> onDeploy(Deploy deploy) {
        Optional<Refused> full = whyNoRoom();
        if (full.isPresent()) {
            deploy.replyTo().tell(full.get());
            return this;
        }
        checking = true;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> source.check(deploy.folder()), blocking),
                        (candidate, trouble) -> trouble == null
                                ? new Checked(candidate, deploy.replyTo())
                                : new CheckFailed(trouble, deploy.replyTo()));
        return this;
    }

    private Optional<Refused> whyNoRoom() {
        if (closing) {
            return Optional.of(new Refused(Refusal.NO_ROOM, "The server is stopping."));
        }
        if (checking || versions.in(ModelState.LOADING).isPresent()) {
            return Optional.of(new Refused(
                    Refusal.NO_ROOM, "Another version is being loaded: deploy again when it serves or was refused."));
        }
        if (!versions.room()) {
            return Optional.of(new Refused(
                    Refusal.NO_ROOM,
                    "%d versions besides the one that serves still have sessions: deploy again when one has gone."
                            .formatted(Versions.MAX_OTHERS)));
        }
        return Optional.empty();
    }

    private Behavior<Command> onChecked(Checked checked) {
        checking = false;
        if (closing) {
            checked.replyTo().tell(new Refused(Refusal.NO_ROOM, "The server is stopping."));
            return this;
        }
        Version version = versions.add(checked.candidate());
        load(version);
        checked.replyTo().tell(new Accepted(version.entry()));
        return this;
    }

    private Behavior<Command> onCheckFailed(CheckFailed failed) {
        checking = false;
        Throwable trouble = failed.trouble() instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed.trouble();
        String sentence = String.valueOf(trouble.getMessage());
        if (trouble instanceof RefusedCheckpointException refused) {
            getContext().getLog().warn("A deployment was refused: {}", sentence);
            failed.replyTo().tell(new Refused(refused.why(), sentence));
        } else {
            getContext().getLog().error("A checkpoint could not be verified", trouble);
            failed.replyTo().tell(new Refused(Refusal.BAD_CHECKPOINT, "The checkpoint cannot be verified."));
        }
        return this;
    }

    private Behavior<Command> onRollback(Rollback rollback) {
        Optional<Version> previous = versions.previous();
        if (previous.isEmpty()) {
            rollback.replyTo()
                    .tell(new Refused(Refusal.NO_PREVIOUS, "No version served before: there is nothing to return to."));
        } else {
            bringBack(previous.get(), rollback.replyTo());
        }
        return this;
    }

    private void bringBack(Version previous, ActorRef<Reply> replyTo) {
        Optional<ServedModel> warm = previous.warm();
        if (warm.isPresent() && !closing) {
            promote(previous, warm.get());
            replyTo.tell(new Accepted(previous.entry()));
            return;
        }
        Optional<Refused> full = previous.held()
                ? Optional.of(new Refused(
                        Refusal.NO_ROOM,
                        "Version %d is just being freed: try again in a second.".formatted(previous.number())))
                : whyNoRoom();
        if (full.isPresent()) {
            replyTo.tell(full.get());
        } else {
            load(previous);
            replyTo.tell(new Accepted(previous.entry()));
        }
    }

    private Behavior<Command> onListModels(ListModels list) {
        list.replyTo().tell(new Models(versions.entries()));
        return this;
    }

    private void load(Version version) {
        Candidate candidate = version.candidate();
        int number = version.number();
        ActorRef<DeviceDispatcher.Command> device = getContext()
                .spawnAnonymous(DeviceDispatcher.ofModel(
                        deviceName(number), () -> candidate.opening().open(number), inference, statuses, metrics));
        getContext().watchWith(device, new DeviceEnded(number));
        version.load(device);
        if (versions.in(ModelState.SERVING).isPresent()) {
            timers.startSingleTimer(number, new LoadOverdue(number), inference.loadDeadline());
        }
        getContext().getLog().info("Version {} of {}: → loading", number, candidate.folder());
        tellHeld();
    }

    private static String deviceName(int number) {
        return RENDERER + "-" + number;
    }

    private Behavior<Command> onDeviceTold(DeviceTold told) {
        versions.all().stream()
                .filter(version ->
                        deviceName(version.number()).equals(told.status().device()))
                .findFirst()
                .filter(version -> version.held() && !version.closing())
                .ifPresent(version -> onDeviceTold(version, told.status()));
        return this;
    }

    private void onDeviceTold(Version version, DeviceStatus status) {
        if (status instanceof DeviceStatus.DeviceReady ready) {
            ready.model().ifPresent(model -> onReady(version, model));
        } else if (status instanceof DeviceStatus.DeviceDown down) {
            onDown(version, down);
        }
    }

    private void onReady(Version version, ServedModel model) {
        if (version.state() == ModelState.LOADING) {
            onLoaded(version, model);
        } else if (version.state() == ModelState.SERVING) {
            metrics.deviceReady(RENDERER, true, "It takes work.");
        }
    }

    private void onLoaded(Version version, ServedModel model) {
        if (imageSize == null) {
            imageSize = model.imageSize();
        }
        if (model.imageSize() == imageSize) {
            promote(version, model);
        } else {
            refuse(
                    version,
                    "It renders %d², but the faces of this server's cameras are cut at %d²: restart the server with it."
                            .formatted(model.imageSize(), imageSize));
        }
    }

    private Behavior<Command> onLoadOverdue(LoadOverdue overdue) {
        versions.get(overdue.number())
                .filter(version -> version.state() == ModelState.LOADING)
                .ifPresent(version -> refuse(
                        version,
                        "It was not ready within %d s."
                                .formatted(inference.loadDeadline().toSeconds())));
        return this;
    }

    private void promote(Version version, ServedModel model) {
        Optional<Version> last = versions.in(ModelState.SERVING);
        versions.succeeds(version, last);
        last.ifPresent(Version::drain);
        version.serve(model);
        version.device().ifPresent(device -> owner.tell(new Serving.NowServing(++turn, model, device)));
        metrics.deviceReady(RENDERER, true, "It takes work.");
        getContext()
                .getLog()
                .info(
                        "Version {} of {}: → serving",
                        version.number(),
                        version.candidate().folder());
    }

    private void onDown(Version version, DeviceStatus.DeviceDown down) {
        boolean first = versions.in(ModelState.SERVING).isEmpty();
        switch (version.state()) {
            case LOADING -> {
                if (!first || down.forGood()) {
                    refuse(version, down.reason());
                }
            }
            case SERVING, DRAINING -> {
                if (down.forGood()) {
                    refuse(version, down.reason());
                }
            }
            case RETIRED, REFUSED -> {}
        }
        if (first || version.state() == ModelState.SERVING) {
            metrics.deviceReady(RENDERER, false, down.reason());
        }
    }

    private void refuse(Version version, String reason) {
        getContext().getLog().error("Version {}: → refused: {}", version.number(), reason);
        version.refuse(reason);
        if (versions.in(ModelState.SERVING).isEmpty()) {
            owner.tell(new Serving.NobodyServes(++turn, "The device failed repeatedly and is out of service."));
            metrics.deviceReady(RENDERER, false, reason);
        }
        freeIdle();
    }

    private Behavior<Command> onServingTaken(ServingTaken taken) {
        turnTaken = taken.turn();
        freeIdle();
        return this;
    }

    private Behavior<Command> onSessionBegan(SessionBegan began) {
        versions.get(began.number()).ifPresent(Version::sessionBegan);
        tellHeld();
        return this;
    }

    private Behavior<Command> onSessionEnded(SessionEnded ended) {
        versions.get(ended.number()).ifPresent(Version::sessionEnded);
        tellHeld();
        freeIdle();
        return this;
    }

    private Behavior<Command> onMoveBegan(MoveBegan began) {
        versions.get(began.number()).ifPresent(Version::moveBegan);
        return this;
    }

    private Behavior<Command> onMoveEnded(MoveEnded ended) {
        versions.get(ended.number()).ifPresent(Version::moveEnded);
        freeIdle();
        return this;
    }

    /** Frees what nobody is on, if nobody can have begun on it unheard. */
    private void freeIdle() {
        if (turnTaken == turn) {
            versions.all().stream().filter(Version::idle).forEach(DeploymentCoordinator::free);
        }
    }

    private static void free(Version version) {
        version.close();
        version.device().ifPresent(device -> device.tell(new DeviceDispatcher.Close()));
    }

    private Behavior<Command> onDeviceEnded(DeviceEnded ended) {
        versions.get(ended.number()).ifPresent(version -> {
            boolean expected = version.closing();
            version.freed();
            if (!expected) {
                refuse(version, "Its device ended unexpectedly; the log says why.");
            }
            getContext().getLog().info("Version {}: freed", version.number());
        });
        tellHeld();
        return closing && versions.held().isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onClose() {
        closing = true;
        versions.all().stream()
                .filter(version -> version.held() && !version.closing())
                .forEach(DeploymentCoordinator::free);
        return versions.held().isEmpty() ? Behaviors.stopped() : this;
    }

    private void tellHeld() {
        metrics.modelsHeld(versions.held());
    }
}
