package org.balancehead.actors.inference;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The thread of one lane. Tasks run in the order in which they were given, whoever gave them. */
final class LaneThread {
    private final ExecutorService thread;
    private final Consumer<Throwable> failed;

    /** @param failed hears of the failures of tasks that nobody waits for; called on the thread */
    LaneThread(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            return created;
        });
    }

    /** Runs a task; its failure is the result's. */
    <T> CompletableFuture<T> call(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, thread);
    }

    /** Runs a task that nobody waits for. */
    @SuppressWarnings("FutureReturnValueIgnored") // its failure was told
    void run(Runnable task) {
        runAndTell(task);
    }

    /** Runs one last task, then ends the thread; nothing may be given to it any more. Never fails. */
    CompletableFuture<Void> end(Runnable last) {
        CompletableFuture<Void> ended = runAndTell(last);
        thread.shutdown();
        return ended;
    }

    private CompletableFuture<Void> runAndTell(Runnable task) {
        return CompletableFuture.runAsync(task, thread).exceptionally(trouble -> {
            failed.accept(trouble);
            return null;
        });
    }
}
