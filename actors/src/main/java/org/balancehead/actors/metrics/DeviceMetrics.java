package org.balancehead.actors.metrics;

import java.time.Duration;
import java.util.OptionalLong;
import org.balancehead.actors.inference.Lane;

/** How devices stand, what waits for them, and what befell them. */
public interface DeviceMetrics {
    /**
     * How a device stands.
     *
     * @param sessions that are on it
     */
    void deviceStands(DeviceLabel device, DeviceState state, int sessions);

    /** A device is no more: nothing waits for it. */
    void deviceGone(DeviceLabel device);

    /**
     * Work that waits for one lane of a device, the running piece not included, against the device's bound: all its
     * lanes together hold at most so many tickets.
     *
     * @param oldestNanos when the piece that has waited longest came, by {@link System#nanoTime}; empty when none waits
     */
    void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets);

    /** A device rendered so many views in one call, which took so long. */
    void rendered(DeviceLabel device, Duration time, int views);

    /** Something befell a device. */
    void deviceEvent(DeviceLabel device, DeviceEvent event);
}
