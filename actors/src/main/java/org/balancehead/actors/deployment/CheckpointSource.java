package org.balancehead.actors.deployment;

import java.nio.file.Path;

/** Where deployed checkpoints come from. */
@FunctionalInterface
public interface CheckpointSource {
    /**
     * Verifies a checkpoint, which takes seconds; called on a thread that may wait.
     *
     * @param folder as the operator named it
     * @throws RefusedCheckpointException when it must not or cannot be served
     */
    Candidate check(Path folder);
}
