package org.balancehead.model.benchmark;

/**
 * How often something is run.
 *
 * @param warmUp runs that do not count, at least one; the last of them tells the memory
 * @param most runs that count at most
 * @param seconds that these may take together before no further one is begun; what takes longer is run once, and has no
 *     spread
 */
public record Repetitions(int warmUp, int most, double seconds) {
    /** For what takes milliseconds. */
    public static final Repetitions MANY = new Repetitions(3, 15, 5);

    /** For what takes seconds. */
    public static final Repetitions FEW = new Repetitions(1, 3, 2);

    public Repetitions {
        if (warmUp < 1 || most < 1) {
            throw new IllegalArgumentException("Something is run once to warm up and once to count, at least.");
        }
    }
}
