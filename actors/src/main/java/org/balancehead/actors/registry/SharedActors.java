package org.balancehead.actors.registry;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.Serving;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.PoolStatus;

/**
 * What all sessions share, children of the registry: the coordinator of the model versions, the archivist of kept
 * avatars, and the analyser of faces. Confined to the registry, which hears of their failures.
 */
final class SharedActors {
    private final ActorContext<SessionRegistry.Command> context;
    private final ActorRef<DeploymentCoordinator.Command> coordinator;
    private final ActorRef<AvatarArchivist.Command> archivist;
    private final FaceAnalyser analyser;
    private boolean coordinatorGone;

    /** Spawns and watches them, but for the analyser, which begins when it is first wanted. */
    SharedActors(
            ActorContext<SessionRegistry.Command> context,
            Behavior<DeploymentCoordinator.Command> coordinator,
            Behavior<AvatarArchivist.Command> archivist,
            FaceAnalyser analyser) {
        this.context = context;
        this.coordinator = context.spawn(coordinator, "deployment");
        this.archivist = context.spawn(archivist, "archivist", DispatcherSelector.blocking());
        this.analyser = analyser;
        context.watch(this.coordinator);
        context.watch(this.archivist);
    }

    /** Has the coordinator do or answer that; when there is none any more, who asks is told at once. */
    void operate(DeploymentCoordinator.Request request) {
        if (coordinatorGone && request instanceof DeploymentCoordinator.Question question) {
            question.replyTo().tell(DeploymentReply.Refused.FAILED);
        } else {
            coordinator.tell(request);
        }
    }

    /** One of them is gone. */
    void onEnded(ActorRef<?> child) {
        coordinatorGone |= child.equals(coordinator);
    }

    ActorRef<DeploymentCoordinator.Command> coordinator() {
        return coordinator;
    }

    ActorRef<AvatarArchivist.Request> archivist() {
        return archivist.narrow();
    }

    /** Of faces, for views of that size. */
    ActorRef<DeviceRequest> analyser(int imageSize) {
        return analyser.device(imageSize);
    }

    /** Returns why nobody can be served any more, if so. */
    Optional<String> onAnalyser(PoolStatus status) {
        return analyser.onStatus(status);
    }

    /** What serves from now on is known to whoever gives devices out. */
    void onServingTaken(Serving serving) {
        coordinator.tell(new DeploymentCoordinator.ServingTaken(serving.turn()));
    }

    /** They end; the devices free their models. */
    void close() {
        coordinator.tell(new DeploymentCoordinator.Close());
        analyser.close();
        context.stop(archivist);
    }
}
