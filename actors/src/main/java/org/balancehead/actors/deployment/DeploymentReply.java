package org.balancehead.actors.deployment;

import java.util.List;

/** The answer to an operator's request; what becomes of a version later, asking again tells. */
public sealed interface DeploymentReply {
    /** It is under way, or done. */
    record Accepted(ModelEntry model) implements DeploymentReply {}

    /** How a deployment is. */
    record Described(Deployment deployment) implements DeploymentReply {}

    /** The versions that there are and were. */
    record Listed(List<ModelEntry> models) implements DeploymentReply {
        public Listed {
            models = List.copyOf(models);
        }
    }

    /** Nothing has changed; one sentence for people. */
    record Refused(Refusal why, String sentence) implements DeploymentReply {
        /** The coordinator of the versions has failed, and nobody starts it again. */
        public static final Refused FAILED = new Refused(
                Refusal.NO_ROOM, "The part of the server that keeps its models has failed: start the server anew.");
    }
}
