package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Optional;
import org.balancehead.actors.metrics.DeviceLabel;

/**
 * How fast a device renders: the mean time of its views, the latest weighing most, and which share of its time it
 * renders. Confined to its dispatcher.
 */
final class Pace {
    /** What one view weighs, once there were several. */
    private static final double WEIGHT = 1 / 32.0;

    /** After how many views it is told. */
    private static final int INTERVAL = 16;

    private final DeviceLabel device;
    private int views;
    private int viewsSinceTold;
    private double meanNanos;
    private long renderedNanos;
    private long toldNanos;

    Pace(DeviceLabel device, long nowNanos) {
        this.device = device;
        this.toldNanos = nowNanos;
    }

    /** So many views took so long together. Gives back how things are when that is to be told. */
    Optional<DeviceStatus.Paced> took(Duration time, int together, long nowNanos) {
        renderedNanos += time.toNanos();
        viewsSinceTold += together;
        for (int i = 0; i < together; i++) {
            views++;
            meanNanos += ((double) time.toNanos() / together - meanNanos) * Math.max(WEIGHT, 1.0 / views);
        }
        if (viewsSinceTold < INTERVAL) {
            return Optional.empty();
        }
        double busy = Math.min(1, (double) renderedNanos / Math.max(1, nowNanos - toldNanos));
        viewsSinceTold = 0;
        renderedNanos = 0;
        toldNanos = nowNanos;
        return Optional.of(new DeviceStatus.Paced(device, Duration.ofNanos(Math.round(meanNanos)), busy));
    }
}
