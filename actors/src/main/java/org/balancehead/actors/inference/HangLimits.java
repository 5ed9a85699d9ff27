package org.balancehead.actors.inference;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * After how long a piece of work is taken for hung: several times as long as the longest of its lane took so far, or as
 * the warm-up's as long as there was no other, and never less or more than the settings say. So a device that takes
 * long over everything is not suspected, and a fast one is found out soon.
 */
final class HangLimits {
    private final int timesTheLongest;
    private final Duration least;
    private final Duration most;
    private final Map<Lane, Duration> warmUps = new EnumMap<>(Lane.class);
    private final Map<Lane, Duration> longest = new EnumMap<>(Lane.class);

    /** @param timesTheLongest how many times as long as the longest a piece may take */
    HangLimits(int timesTheLongest, Duration least, Duration most) {
        this.timesTheLongest = timesTheLongest;
        this.least = least;
        this.most = most;
    }

    /** Work of that lane took so long when its worker warmed up. */
    void warmedUp(Lane lane, Duration time) {
        warmUps.put(lane, time);
    }

    /** A piece of work of that lane took so long. */
    void took(Lane lane, Duration time) {
        longest.merge(lane, time, BinaryOperator.maxBy(naturalOrder()));
    }

    /** How long a piece of that lane may take; the most there is where nothing was measured. */
    Duration of(Lane lane) {
        Duration known = longest.containsKey(lane) ? longest.get(lane) : warmUps.get(lane);
        if (known == null) {
            return most;
        }
        Duration limit = known.multipliedBy(timesTheLongest);
        if (limit.compareTo(least) < 0) {
            return least;
        }
        return limit.compareTo(most) < 0 ? limit : most;
    }
}
