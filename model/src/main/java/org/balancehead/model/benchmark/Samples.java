package org.balancehead.model.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What repeated runs measured; at least one number. */
public final class Samples {
    private final double[] ascending;

    private Samples(double[] ascending) {
        this.ascending = ascending;
    }

    /** The given numbers, in any order. */
    public static Samples of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is nothing that was measured.");
        }
        return new Samples(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    /** The same runs in another unit, each number for itself. */
    public Samples map(DoubleUnaryOperator unit) {
        return new Samples(Arrays.stream(ascending).map(unit).sorted().toArray());
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
