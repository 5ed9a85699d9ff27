package org.balancehead.model.tensor;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** Garbage collections without pause: memory that Java let go of while a gradient still needs it is gone then. */
public final class BusyCollector {
    private BusyCollector() {}

    /** Does something beside a thread that collects garbage all the while; returns its result. */
    public static <T> T beside(Callable<T> task) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread collecting = new Thread(() -> {
            while (!over.get()) {
                System.gc();
            }
        });
        collecting.start();
        try {
            return task.call();
        } finally {
            over.set(true);
            collecting.join();
        }
    }
}
