package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Optional;

/** How long a device takes over a view: the mean of its views, the latest weighing most. Confined to its dispatcher. */
final class Pace {
    /** What one view weighs, once there were several. */
    private static final double WEIGHT = 1 / 32.0;

    /** After how many views it is told. */
    private static final int INTERVAL = 16;

    private int views;
    private double meanNanos;

    /** A view took so long. Gives back the mean when it is to be told. */
    Optional<Duration> took(Duration time) {
        views++;
        meanNanos += (time.toNanos() - meanNanos) * Math.max(WEIGHT, 1.0 / views);
        return views % INTERVAL == 0 ? Optional.of(Duration.ofNanos(Math.round(meanNanos))) : Optional.empty();
    }
}
