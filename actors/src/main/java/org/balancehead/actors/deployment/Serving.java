package org.balancehead.actors.deployment;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;

/**
 * What new sessions begin on from now on. Each is answered by {@link DeploymentCoordinator.ServingTaken} with its turn:
 * before that answer the version that served before may still get sessions, so that it must not be freed.
 */
public sealed interface Serving {
    /** Counts the changes. */
    long turn();

    /** New sessions begin on this model, and all others move to it; nothing is tried any more. */
    record NowServing(long turn, ServedModel model, ActorRef<DeviceRequest> devices) implements Serving {}

    /** A share of new sessions begins on this model, more than 0, less than 1; the others as before. */
    record Trying(long turn, ServedModel model, ActorRef<DeviceRequest> devices, double share) implements Serving {}

    /** Nobody begins on the model that was tried, and those who are on it return to the one that serves. */
    record TrialOver(long turn) implements Serving {}

    /** What the server was to begin with is refused for what it is, for the reason given; nothing served before. */
    record CannotBegin(long turn, String reason) implements Serving {}

    /** There is nothing to begin on, until a deployment succeeds; the sentence is for clients. */
    record NobodyServes(long turn, String sentence) implements Serving {}
}
