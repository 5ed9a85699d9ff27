package org.balancehead.actors.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.balancehead.actors.SessionId;
import org.jspecify.annotations.Nullable;

/** One thread and the workbench that is touched on it alone. Tasks run in the order in which they were given. */
final class WorkerThread implements AutoCloseable {
    private final ExecutorService thread;

    /** Read and written on the thread only. */
    private @Nullable Workbench workbench;

    WorkerThread(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            return created;
        });
    }

    CompletionStage<Optional<ServedModel>> open(Workbench.Opener opener) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Workbench opened = opener.open();
                        workbench = opened;
                        return opened.model();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e.getMessage(), e);
                    }
                },
                thread);
    }

    CompletionStage<Outcome> run(Work work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (workbench == null) {
                        throw new IllegalStateException("Work came before the workbench was open.");
                    }
                    return workbench.run(work);
                },
                thread);
    }

    CompletionStage<Void> forget(SessionId session) {
        return CompletableFuture.runAsync(
                () -> {
                    if (workbench != null) {
                        workbench.forget(session);
                    }
                },
                thread);
    }

    /** Closes the workbench after what was given before, then ends the thread; does not wait for it. */
    @Override
    public void close() {
        thread.execute(() -> {
            if (workbench != null) {
                workbench.close();
                workbench = null;
            }
        });
        thread.shutdown();
    }
}
