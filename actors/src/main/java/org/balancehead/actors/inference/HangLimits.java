package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * After how long a piece of work is taken for hung: several times as long as the longest of its lane took so far, and
 * never less or more than the settings say. So a device that takes long over everything is not suspected, and a fast
 * one is found out soon.
 */
final class HangLimits {
    private final int timesTheLongest;
    private final Duration least;
    private final Duration most;
    private final Map<Lane, Duration> longest = new EnumMap<>(Lane.class);

    /** @param timesTheLongest how many times as long as the longest a piece may take */
    HangLimits(int timesTheLongest, Duration least, Duration most) {
        this.timesTheLongest = timesTheLongest;
        this.least = least;
        this.most = most;
    }

    /** A piece of work of that lane took so long. */
    void took(Lane lane, Duration time) {
        longest.merge(lane, time, (a, b) -> a.compareTo(b) < 0 ? b : a);
    }

    /** How long a piece of that lane may take; the most there is before any was measured. */
    Duration of(Lane lane) {
        Duration known = longest.get(lane);
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
