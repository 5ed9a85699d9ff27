package org.balancehead.actors.admission;

import java.time.Duration;
import java.util.Arrays;

/**
 * The mean of the last times of one step, without the slowest few, so that a hiccup is no trend. Not safe for several
 * threads.
 */
final class RecentTimes {
    private static final int KEPT = 64;

    /** One in so many is left out. */
    private static final int HICCUPS = 16;

    private final long[] nanos = new long[KEPT];
    private long count;

    void add(Duration time) {
        nanos[(int) (count++ % KEPT)] = time.toNanos();
    }

    /** Zero when there is none. */
    Duration mean() {
        int known = (int) Math.min(count, KEPT);
        if (known == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(nanos, known);
        Arrays.sort(sorted);
        int counted = known - known / HICCUPS;
        return Duration.ofNanos(Arrays.stream(sorted, 0, counted).sum() / counted);
    }
}
