package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalDouble;
import org.balancehead.model.inversion.Revision;

/**
 * Counts what a version does, and remembers the last of it: the times of at most {@value #MOST_TIMES} views and the
 * quality of at most {@value #MOST_AVATARS} avatars. Told by the device's threads, asked by the coordinator.
 */
final class VersionFigures {
    private static final int MOST_TIMES = 1024;
    private static final int MOST_AVATARS = 256;
    private static final double P95 = 0.95;
    private static final double MEDIAN = 0.5;

    private final Deque<Double> renderMillis = new ArrayDeque<>();
    private final Deque<Revision> finished = new ArrayDeque<>();
    private long views;
    private long errors;

    synchronized void rendered(Duration took) {
        views++;
        keep(renderMillis, took.toNanos() * 1e-6, MOST_TIMES);
    }

    /** An inversion came to its end, and this is the best that it made. */
    synchronized void finished(Revision best) {
        keep(finished, best, MOST_AVATARS);
    }

    /** The device failed, or a piece of its work did. */
    synchronized void failed() {
        errors++;
    }

    /** What was before counts no more. */
    synchronized void reset() {
        renderMillis.clear();
        finished.clear();
        views = 0;
        errors = 0;
    }

    synchronized Observed observed() {
        return new Observed(
                views,
                errors,
                quantile(renderMillis.stream().mapToDouble(Double::doubleValue).toArray(), P95),
                finished.size(),
                quantile(finished.stream().mapToDouble(Revision::psnr).toArray(), MEDIAN),
                quantile(finished.stream().mapToDouble(Revision::identity).toArray(), MEDIAN));
    }

    private static <T> void keep(Deque<T> last, T next, int most) {
        if (last.size() == most) {
            last.removeFirst();
        }
        last.addLast(next);
    }

    /** The value that this share of all is not above. */
    private static OptionalDouble quantile(double[] values, double share) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(values);
        return OptionalDouble.of(values[(int) Math.ceil(share * values.length) - 1]);
    }
}
