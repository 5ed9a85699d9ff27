package org.balancehead.model.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times tasks, in seconds.
 *
 * @param nanoTime the clock, such as {@link System#nanoTime}
 */
public record Stopwatch(LongSupplier nanoTime) {
    private static final double NANOS = 1e9;

    /** How long a task takes, run once. */
    public double seconds(Runnable task) {
        long begin = nanoTime.getAsLong();
        task.run();
        return (nanoTime.getAsLong() - begin) / NANOS;
    }

    /** How long a task takes: {@code runs} times, after {@code warmUp} runs that do not count. */
    public Samples measure(int warmUp, int runs, Runnable task) {
        for (int i = 0; i < warmUp; i++) {
            task.run();
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            seconds.add(seconds(task));
        }
        return Samples.of(seconds);
    }
}
