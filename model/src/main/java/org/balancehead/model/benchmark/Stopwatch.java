package org.balancehead.model.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures how long tasks take, in seconds, and what memory they take.
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

    /** How long a task takes: {@code runs} times, after {@code warmUp} runs that do not count, at least one. */
    public Samples measure(int warmUp, int runs, Runnable task) {
        return measure(new Repetitions(warmUp, runs, Double.POSITIVE_INFINITY), task);
    }

    /** How long a task takes, run as often as the repetitions say. */
    public Samples measure(Repetitions repetitions, Runnable task) {
        for (int i = 1; i < repetitions.warmUp(); i++) {
            task.run();
        }
        MemoryUse memory = MemoryUse.of(task);
        List<Double> runs = new ArrayList<>();
        double all = 0;
        do {
            double run = seconds(task);
            runs.add(run);
            all += run;
        } while (runs.size() < repetitions.most() && all < repetitions.seconds());
        return Samples.of(runs, memory);
    }
}
