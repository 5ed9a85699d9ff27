package org.balancehead.model.plot;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A range of numbers, and where they stand on a line of pixels.
 *
 * @param low number at the beginning
 * @param high number at the end, larger
 * @param from pixel of the beginning
 * @param to pixel of the end
 */
record Axis(double low, double high, int from, int to) {
    private static final int TICKS = 5;

    /** An axis that holds numbers. */
    static Axis of(double[] numbers, boolean fromZero, int from, int to) {
        double low = Arrays.stream(numbers).min().orElseThrow();
        double high = Arrays.stream(numbers).max().orElseThrow();
        if (fromZero) {
            return new Axis(0, high > 0 ? high * 1.05 : 1, from, to);
        }
        return new Axis(low, high > low ? high : low + 1, from, to);
    }

    double pixel(double number) {
        return from + (number - low) / (high - low) * (to - from);
    }

    /** Round numbers within the range, about five. */
    double[] ticks() {
        double step = step();
        double first = Math.ceil(low / step - 1e-9);
        double last = Math.floor(high / step + 1e-9);
        return DoubleStream.iterate(first, i -> i <= last, i -> i + 1)
                .map(i -> i * step + 0.0) // which makes 0 of −0
                .toArray();
    }

    /** A tick as text, with no more digits than it takes to tell ticks apart. */
    String text(double tick) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step()) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick);
    }

    private double step() {
        double least = (high - low) / TICKS;
        double decade = Math.pow(10, Math.floor(Math.log10(least)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(digit -> digit * decade)
                .filter(step -> step >= least * (1 - 1e-9))
                .findFirst()
                .orElseThrow();
    }
}
