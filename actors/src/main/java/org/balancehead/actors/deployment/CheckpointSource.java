package org.balancehead.actors.deployment;

import java.nio.file.Path;

/** Where deployed checkpoints come from, and what hears which of them serves. */
@FunctionalInterface
public interface CheckpointSource {
    /**
     * Verifies a checkpoint, which takes seconds; called on a thread that may wait.
     *
     * @param folder as the operator named it
     * @throws RefusedCheckpointException when it must not or cannot be served
     */
    Candidate check(Path folder);

    /**
     * Hears that everybody begins on another checkpoint from now on, because it was promoted or returned to; one call
     * after the other, on a thread that may wait.
     */
    default void serves(Candidate candidate) {}
}
