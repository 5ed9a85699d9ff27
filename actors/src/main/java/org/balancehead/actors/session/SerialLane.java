package org.balancehead.actors.session;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Runs one owner's blocking tasks off the actors' threads, one after the other, so that what they use stays confined.
 */
final class SerialLane {
    private final Executor executor;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    SerialLane(Executor executor) {
        this.executor = executor;
    }

    /** Runs the task after those before, whatever became of them. */
    <T> CompletionStage<T> run(Callable<T> task) {
        CompletableFuture<T> done = last.handleAsync(
                (before, trouble) -> {
                    try {
                        return task.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
        last = done;
        return done;
    }
}
