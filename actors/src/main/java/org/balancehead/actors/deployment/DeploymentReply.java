package org.balancehead.actors.deployment;

/** The answer to an operator's request; what becomes of a version later, asking again tells. */
public sealed interface DeploymentReply {
    /** It is under way, or done. */
    record Accepted(ModelEntry model) implements DeploymentReply {}

    /** How a deployment is. */
    record Described(Deployment deployment) implements DeploymentReply {}

    /** Nothing has changed; one sentence for people. */
    record Refused(Refusal why, String sentence) implements DeploymentReply {}
}
