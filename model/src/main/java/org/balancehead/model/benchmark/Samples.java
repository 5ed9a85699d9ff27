package org.balancehead.model.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What repeated runs measured; at least one number. */
public final class Samples {
    private final double[] ascending;
    private final @Nullable MemoryUse memory;

    private Samples(double[] ascending, @Nullable MemoryUse memory) {
        this.ascending = ascending;
        this.memory = memory;
    }

    /** The given numbers, in any order. */
    public static Samples of(List<Double> values) {
        return of(values, null);
    }

    /** The given numbers, in any order, of a task that takes memory. */
    static Samples of(List<Double> values, @Nullable MemoryUse memory) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is nothing that was measured.");
        }
        return new Samples(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray(), memory);
    }

    /** The same runs in another unit, each number for itself. */
    public Samples map(DoubleUnaryOperator unit) {
        return new Samples(Arrays.stream(ascending).map(unit).sorted().toArray(), memory);
    }

    /** What one run takes, where it was measured. */
    @Nullable
    MemoryUse memory() {
        return memory;
    }

    public double median() {
        return quantile(0.5);
    }

    /** The distance between the quartiles; 0 for a single run. */
    public double spread() {
        return quantile(0.75) - quantile(0.25);
    }

    /** The number that the share of them, 0…1, is not above; between two numbers it is interpolated. */
    public double quantile(double share) {
        double at = share * (ascending.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
    }
}
