package org.balancehead.model.benchmark;

/**
 * One performance figure.
 *
 * @param name as the README and comparisons call it, its unit included
 * @param value the median of the runs
 * @param unit for people
 * @param spread distance between the runs' quartiles, in the same unit
 * @param threads that one operation of the engine might use
 * @param preset architecture preset; empty where the figure is the machine's own
 */
public record Figure(String name, double value, String unit, double spread, int threads, String preset) {
    public static Figure of(String name, Samples samples, String unit, int threads, String preset) {
        return new Figure(name, samples.median(), unit, samples.spread(), threads, preset);
    }
}
