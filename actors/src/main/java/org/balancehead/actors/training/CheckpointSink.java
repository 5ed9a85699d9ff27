package org.balancehead.actors.training;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** Where better checkpoints go. */
@FunctionalInterface
public interface CheckpointSink {
    /** What became of a checkpoint. */
    sealed interface Answer {}

    /** It was taken. */
    record Accepted() implements Answer {}

    /** It was looked at and is not wanted: trying again is of no use. */
    record Refused(String sentence) implements Answer {}

    /** Sends a checkpoint; completes exceptionally where another try may help. Never blocks. */
    CompletionStage<Answer> send(Path checkpoint);
}
