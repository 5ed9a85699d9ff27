package org.balancehead.actors.deployment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Described;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.jspecify.annotations.Nullable;

/** Answers operators: each question once, at the latest when the server stops. Confined to the coordinator. */
final class OperatorDesk {
    private static final Refused STOPPING = new Refused(
            Refusal.NO_ROOM, "The server is stopping and changes its models no more: ask again when it is back.");

    private final Rollout rollout;
    private boolean frozen;

    /** Who deployed the checkpoint that is being verified; there is one at most. */
    private @Nullable ActorRef<DeploymentReply> deploying;

    /** A rollback that waits until a version is freed; there is one at most. */
    private @Nullable Waiting waiting;

    OperatorDesk(Rollout rollout) {
        this.rollout = rollout;
    }

    /** Changes nothing any more, and tells who waits for a change. */
    void freeze() {
        frozen = true;
        sendAway(STOPPING);
    }

    /** The coordinator is gone: who waits still, waited for one that failed. */
    void close() {
        sendAway(Refused.FAILED);
    }

    private void sendAway(Refused why) {
        notVerified(why);
        if (waiting != null) {
            waiting.replyTo().tell(why);
            waiting = null;
        }
    }

    private void change(ActorRef<DeploymentReply> replyTo, Runnable change) {
        if (frozen) {
            replyTo.tell(STOPPING);
        } else {
            change.run();
        }
    }

    /**
     * Has a checkpoint verified if another one may be loaded now.
     *
     * @param verify of a folder; {@link #verified} or {@link #notVerified} is called later
     */
    void deploy(DeploymentCoordinator.Deploy request, Consumer<Path> verify) {
        change(
                request.replyTo(),
                () -> rollout.whyNotNow(deploying != null).ifPresentOrElse(request.replyTo()::tell, () -> {
                    deploying = request.replyTo();
                    verify.accept(request.folder());
                }));
    }

    void verified(Candidate candidate) {
        ActorRef<DeploymentReply> replyTo = deploying;
        if (replyTo != null) {
            Version version = rollout.versions().add(candidate);
            rollout.load(version);
            deploying = null;
            replyTo.tell(new Accepted(version.entry()));
        }
    }

    void notVerified(Refused why) {
        if (deploying != null) {
            deploying.tell(why);
            deploying = null;
        }
    }

    /** Takes back what is tried, or returns to what served before. */
    void rollBack(DeploymentCoordinator.Rollback request) {
        change(request.replyTo(), () -> rollBack(request.replyTo()));
    }

    private void rollBack(ActorRef<DeploymentReply> replyTo) {
        Return what = rollout.whatToReturnTo(deploying != null);
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

    /** A version is freed: what was asked before that is done now. */
    void onFreed(int number) {
        if (waiting != null && waiting.number() == number) {
            ActorRef<DeploymentReply> replyTo = waiting.replyTo();
            waiting = null;
            rollBack(replyTo);
        }
    }

    void promote(DeploymentCoordinator.Promote request) {
        change(
                request.replyTo(),
                () -> withDeployment(request.number(), request.replyTo(), version -> {
                    if (version.state() == ModelState.CANARY) {
                        version.model().ifPresent(model -> rollout.promote(version, model, "An operator promoted it."));
                        request.replyTo().tell(new Accepted(version.entry()));
                    } else {
                        request.replyTo().tell(wrongState(version, "only a version that is tried can be promoted"));
                    }
                }));
    }

    void rollBack(DeploymentCoordinator.RollBackDeployment request) {
        change(
                request.replyTo(),
                () -> withDeployment(request.number(), request.replyTo(), version -> {
                    boolean tried = version.state() == ModelState.CANARY;
                    boolean newest = version.state() == ModelState.SERVING
                            && rollout.versions().in(ModelState.CANARY).isEmpty();
                    if (tried || newest) {
                        rollBack(request.replyTo());
                    } else {
                        request.replyTo()
                                .tell(wrongState(
                                        version, "only a version that is tried, or that serves, can be rolled back"));
                    }
                }));
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
