package org.balancehead.tests.live;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Many who do the same at once, each on a thread of its own. */
final class Burst {
    private Burst() {}

    /** What came of it for each. */
    static <T> List<T> of(int many, Callable<T> what) {
        ExecutorService threads = Executors.newFixedThreadPool(many);
        CountDownLatch ready = new CountDownLatch(many);
        try {
            List<CompletableFuture<T>> doing = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> {
                                ready.countDown();
                                try {
                                    ready.await();
                                    return what.call();
                                } catch (Exception e) {
                                    throw new AssertionError("It failed within a burst.", e);
                                }
                            },
                            threads))
                    .limit(many)
                    .toList();
            return doing.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }
}
