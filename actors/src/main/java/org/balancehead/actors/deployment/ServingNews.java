package org.balancehead.actors.deployment;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the source of checkpoints which of them serves, in order, without letting the coordinator wait for its disk.
 */
final class ServingNews {
    private static final Logger LOG = LoggerFactory.getLogger(ServingNews.class);

    private final CheckpointSource source;
    private final Executor blocking;
    private CompletionStage<Void> told = CompletableFuture.completedFuture(null);

    ServingNews(CheckpointSource source, Executor blocking) {
        this.source = source;
        this.blocking = blocking;
    }

    void serves(Candidate candidate) {
        told = told.thenRunAsync(() -> source.serves(candidate), blocking).exceptionally(trouble -> {
            LOG.error("It could not be noted that {} serves", candidate.folder(), trouble);
            return null;
        });
    }
}
