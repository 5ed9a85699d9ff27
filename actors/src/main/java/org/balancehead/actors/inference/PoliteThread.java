package org.balancehead.actors.inference;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs long work of one lane so that it gives way to the machine's other threads, as far as {@link Courtesy} allows: on
 * a thread of its own, which the system gives a lower priority. Without that, what a visitor waits for stands in line
 * with a reconstruction wherever there are more threads at work than cores. Confined to the lane.
 */
final class PoliteThread {
    /** Nine others of its kind count as much as one other thread. */
    private static final int NICENESS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(PoliteThread.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ExecutorService thread;
    private final Courtesy courtesy = new Courtesy();

    PoliteThread(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(() -> giveWay(task), name);
            created.setDaemon(true);
            return created;
        });
    }

    private static void giveWay(Runnable task) {
        lowerPriority();
        task.run();
    }

    /** A system that does not do so is slower to show views, and no worse. */
    private static void lowerPriority() {
        try {
            String self = Path.of("/proc/thread-self").toRealPath().toFile().getName();
            Process renice = new ProcessBuilder("renice", "-n", Integer.toString(NICENESS), "-p", self)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (renice.waitFor() != 0) {
                LOG.info("Reconstructions have the priority of views: renice is refused.");
            }
        } catch (IOException none) {
            LOG.info("Reconstructions have the priority of views: {}", none.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs a piece of work and waits for it: on this thread, or on the caller's while it insists on its share.
     *
     * @throws CompletionException when it fails on this thread
     */
    <T> T run(Supplier<T> work) {
        return courtesy.givesWay(System.nanoTime())
                ? CompletableFuture.supplyAsync(() -> measured(work), thread).join()
                : work.get();
    }

    private <T> T measured(Supplier<T> work) {
        long began = System.nanoTime();
        long workedBefore = THREADS.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            long now = System.nanoTime();
            courtesy.gaveWay(
                    Duration.ofNanos(now - began),
                    Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - workedBefore),
                    now);
        }
    }

    /** Ends the thread; nothing may be given to it any more. */
    void end() {
        thread.shutdown();
    }
}
