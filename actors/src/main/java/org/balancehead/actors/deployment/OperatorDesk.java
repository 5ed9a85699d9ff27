package org.balancehead.actors.deployment;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Described;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.jspecify.annotations.Nullable;

/** Answers what operators ask of versions that there are. Confined to the coordinator. */
final class OperatorDesk {
    private final Rollout rollout;

    /** A rollback that waits until a version is freed; there is one at most. */
    private @Nullable Waiting waiting;

    OperatorDesk(Rollout rollout) {
        this.rollout = rollout;
    }

    /**
     * Takes back what is tried, or returns to what served before.
     *
     * @param checking whether a checkpoint is being verified
     */
    void rollBack(boolean checking, ActorRef<DeploymentReply> replyTo) {
        Return what = rollout.whatToReturnTo(checking);
        if (what instanceof Return.TakeBack tried) {
            rollout.takeBack(tried.canary(), "An operator rolled it back.");
            rollout.serving().ifPresent(serving -> replyTo.tell(new Accepted(serving.entry())));
        } else if (what instanceof Return.AtOnce warm) {
            rollout.promote(warm.previous(), warm.model(), "An operator returned to it.");
            replyTo.tell(new Accepted(warm.previous().entry()));
        } else if (what instanceof Return.LoadAgain cold) {
            rollout.load(cold.previous());
            replyTo.tell(new Accepted(cold.previous().entry()));
        } else if (what instanceof Return.WhenFreed freed) {
            await(freed.previous(), replyTo);
        } else if (what instanceof Return.Impossible not) {
            replyTo.tell(not.why());
        }
    }

    private void await(Version previous, ActorRef<DeploymentReply> replyTo) {
        if (waiting == null) {
            waiting = new Waiting(previous.number(), replyTo);
        } else {
            replyTo.tell(new Refused(
                    Refusal.WRONG_STATE,
                    "A rollback waits already, until version %d is freed.".formatted(waiting.number())));
        }
    }

    /**
     * A version is freed: what was asked before that is done now.
     *
     * @param checking whether a checkpoint is being verified
     */
    void onFreed(int number, boolean checking) {
        if (waiting != null && waiting.number() == number) {
            ActorRef<DeploymentReply> replyTo = waiting.replyTo();
            waiting = null;
            rollBack(checking, replyTo);
        }
    }

    void promote(DeploymentCoordinator.Promote request) {
        withDeployment(request.number(), request.replyTo(), version -> {
            if (version.state() == ModelState.CANARY) {
                version.model().ifPresent(model -> rollout.promote(version, model, "An operator promoted it."));
                request.replyTo().tell(new Accepted(version.entry()));
            } else {
                request.replyTo().tell(wrongState(version, "only a version that is tried can be promoted"));
            }
        });
    }

    void rollBack(boolean checking, DeploymentCoordinator.RollBackDeployment request) {
        withDeployment(request.number(), request.replyTo(), version -> {
            boolean tried = version.state() == ModelState.CANARY;
            boolean newest = version.state() == ModelState.SERVING
                    && rollout.versions().in(ModelState.CANARY).isEmpty();
            if (tried || newest) {
                rollBack(checking, request.replyTo());
            } else {
                request.replyTo()
                        .tell(wrongState(version, "only a version that is tried, or that serves, can be rolled back"));
            }
        });
    }

    void describe(DeploymentCoordinator.Describe request) {
        withDeployment(
                request.number(),
                request.replyTo(),
                version -> request.replyTo()
                        .tell(new Described(
                                new Deployment(version.entry(), version.verdict(), rollout.trial(version)))));
    }

    private void withDeployment(int number, ActorRef<DeploymentReply> replyTo, Consumer<Version> then) {
        Optional<Version> found = rollout.versions().get(number);
        if (found.isPresent()) {
            then.accept(found.get());
        } else {
            replyTo.tell(new Refused(Refusal.UNKNOWN_DEPLOYMENT, "There is no deployment %d.".formatted(number)));
        }
    }

    private static Refused wrongState(Version version, String rule) {
        return new Refused(
                Refusal.WRONG_STATE,
                "Version %d is %s: %s."
                        .formatted(version.number(), version.state().wireName(), rule));
    }

    private record Waiting(int number, ActorRef<DeploymentReply> replyTo) {}
}
