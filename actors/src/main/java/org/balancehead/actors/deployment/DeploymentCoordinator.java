package org.balancehead.actors.deployment;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * Owns the model versions. A deployed checkpoint is verified, then opened, warmed up and looked at on devices of its
 * own beside the version that serves; then a share of new sessions tries it, until it is promoted or rolled back by
 * what was seen; once promoted, everybody begins on it and moves to it. A version is freed when its last session has
 * gone. A checkpoint that is refused changes nothing.
 *
 * <p>A device that fails while its version loads means that the version is refused; a failure while it is tried counts
 * against it. The devices of a version that serves or drains restart themselves; when the last of them is given up, its
 * version is refused, and nobody begins on it. A deployed version that is not ready in time is refused, too, and freed
 * when its devices come to themselves. When the checkpoint that the server begins with is refused for what it is, the
 * owner is told why, and no device tries again.
 */
public final class DeploymentCoordinator extends AbstractBehavior<DeploymentCoordinator.Command> {
    public sealed interface Command {}

    /** What operators say. */
    public sealed interface Request extends Command {}

    /** What operators ask; each is answered once. */
    public sealed interface Question extends Request {
        ActorRef<DeploymentReply> replyTo();
    }

    /** Serve the checkpoint of a folder to those who come from now on. Answered when its files are verified. */
    public record Deploy(Path folder, ActorRef<DeploymentReply> replyTo) implements Question {}

    /** Take back what is tried; if nothing is, serve the version that served before. */
    public record Rollback(ActorRef<DeploymentReply> replyTo) implements Question {}

    /** Let the deployment of that number, which is tried, serve everybody. */
    public record Promote(int number, ActorRef<DeploymentReply> replyTo) implements Question {}

    /** Take back the deployment of that number, which is tried or serves. */
    public record RollBackDeployment(int number, ActorRef<DeploymentReply> replyTo) implements Question {}

    /** How is the deployment of that number? */
    public record Describe(int number, ActorRef<DeploymentReply> replyTo) implements Question {}

    /**
     * Change nothing any more: the server is about to stop. Whoever waits for an answer is told so at once, and so is
     * whoever asks for a change later.
     */
    public record Freeze() implements Request {}

    /** Which versions are there, and which were? */
    public record ListModels(ActorRef<DeploymentReply> replyTo) implements Question {}

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

    private record Checked(Candidate candidate) implements Command {}

    private record CheckFailed(Throwable trouble) implements Command {}

    private record DevicesTold(PoolStatus status) implements Command {}

    record DevicesEnded(int number) implements Command {}

    record JudgeCanary() implements Command {}

    private final CheckpointSource source;
    private final Executor blocking;
    private final Rollout rollout;
    private final OperatorDesk desk;
    private boolean closing;

    /** A coordinator that loads its first version at once. */
    public static Behavior<Command> create(
            Candidate first,
            CheckpointSource source,
            InferenceSettings inference,
            DeploymentSettings settings,
            ActorRef<Serving> owner,
            LiveMetrics metrics) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            VersionDevices devices = new VersionDevices(
                    context, inference, context.messageAdapter(PoolStatus.class, DevicesTold::new), metrics);
            Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            ServingNews news = new ServingNews(source, blocking);
            Rollout rollout = new Rollout(context.getLog(), timers, devices, settings, owner, news, metrics);
            rollout.load(rollout.versions().add(first));
            return new DeploymentCoordinator(context, source, blocking, rollout);
        }));
    }

    private DeploymentCoordinator(
            ActorContext<Command> context, CheckpointSource source, Executor blocking, Rollout rollout) {
        super(context);
        this.source = source;
        this.rollout = rollout;
        this.desk = new OperatorDesk(rollout);
        this.blocking = blocking;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Deploy.class, deploy -> then(() -> desk.deploy(deploy, this::check)))
                .onMessage(Rollback.class, back -> then(() -> desk.rollBack(back)))
                .onMessage(Promote.class, promote -> then(() -> desk.promote(promote)))
                .onMessage(RollBackDeployment.class, back -> then(() -> desk.rollBack(back)))
                .onMessage(Describe.class, describe -> then(() -> desk.describe(describe)))
                .onMessage(Freeze.class, freeze -> then(desk::freeze))
                .onMessage(ListModels.class, this::onListModels)
                .onMessage(ServingTaken.class, taken -> then(() -> rollout.onServingTaken(taken.turn())))
                .onMessage(SessionBegan.class, began -> count(began.number(), Version::sessionBegan))
                .onMessage(SessionEnded.class, ended -> count(ended.number(), Version::sessionEnded))
                .onMessage(MoveBegan.class, began -> count(began.number(), Version::moveBegan))
                .onMessage(MoveEnded.class, ended -> count(ended.number(), Version::moveEnded))
                .onMessage(Close.class, close -> onClose())
                .onMessage(Checked.class, checked -> then(() -> desk.verified(checked.candidate())))
                .onMessage(CheckFailed.class, this::onCheckFailed)
                .onMessage(DevicesTold.class, told -> then(() -> rollout.onStatus(told.status())))
                .onMessage(DevicesEnded.class, this::onDevicesEnded)
                .onMessage(JudgeCanary.class, judge -> then(rollout::judgeCanary))
                .onSignal(PostStop.class, gone -> then(desk::close))
                .build();
    }

    private Behavior<Command> then(Runnable done) {
        done.run();
        return this;
    }

    private Behavior<Command> count(int number, Consumer<Version> change) {
        rollout.count(number, change);
        return this;
    }

    private void check(Path folder) {
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> source.check(folder), blocking),
                        (candidate, trouble) -> trouble == null ? new Checked(candidate) : new CheckFailed(trouble));
    }

    private Behavior<Command> onCheckFailed(CheckFailed failed) {
        Throwable trouble = failed.trouble() instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed.trouble();
        String sentence = String.valueOf(trouble.getMessage());
        if (trouble instanceof RefusedCheckpointException refused) {
            getContext().getLog().warn("A deployment was refused: {}", sentence);
            desk.notVerified(new Refused(refused.why(), sentence));
        } else {
            getContext().getLog().error("A checkpoint could not be verified", trouble);
            desk.notVerified(new Refused(Refusal.BAD_CHECKPOINT, "The checkpoint cannot be verified."));
        }
        return this;
    }

    private Behavior<Command> onListModels(ListModels list) {
        list.replyTo().tell(new DeploymentReply.Listed(rollout.versions().entries()));
        return this;
    }

    private Behavior<Command> onDevicesEnded(DevicesEnded ended) {
        rollout.onDevicesEnded(ended.number());
        desk.onFreed(ended.number());
        return endWhenFreed();
    }

    private Behavior<Command> onClose() {
        closing = true;
        desk.freeze();
        rollout.close();
        return endWhenFreed();
    }

    private Behavior<Command> endWhenFreed() {
        return closing && rollout.versions().held().isEmpty() ? Behaviors.stopped() : this;
    }
}
