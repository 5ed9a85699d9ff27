package org.balancehead.model.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One performance figure.
 *
 * @param name as the README and comparisons call it, its unit included
 * @param value the median of the runs
 * @param unit for people
 * @param spread distance between the runs' quartiles, in the same unit
 * @param threads that one operation of the engine might use
 * @param preset architecture preset; empty where the figure is the machine's own
 * @param memory that one run takes; absent where nothing was run for the figure alone
 * @param limit how near it is to what the machine gives; absent where its arithmetic is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
        String name,
        double value,
        String unit,
        double spread,
        int threads,
        String preset,
        @Nullable MemoryUse memory,
        @Nullable LimitShare limit) {
    /** What was measured: the samples' median and spread, and their memory. */
    public static Figure of(String name, Samples samples, String unit, int threads, String preset) {
        return new Figure(name, samples.median(), unit, samples.spread(), threads, preset, samples.memory(), null);
    }

    Figure with(LimitShare share) {
        return new Figure(name, value, unit, spread, threads, preset, memory, share);
    }

    /**
     * How long one run takes.
     *
     * @throws IllegalStateException when the figure is neither a time nor a rate
     */
    double seconds() {
        if (unit.equals("ms")) {
            return value / 1e3;
        } else if (unit.equals("s")) {
            return value;
        } else if (unit.endsWith("/s")) {
            return 1 / value;
        }
        throw new IllegalStateException("A figure in %s says nothing of time.".formatted(unit));
    }
}
