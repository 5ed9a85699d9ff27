package org.balancehead.actors.admission;

import java.time.Duration;

/**
 * What the devices were seen to need lately; zero where nothing was seen.
 *
 * @param render of one view
 * @param slice of one inversion slice
 * @param waitingSlices inversions that wait for their next slice, on all devices together
 * @param devices that share the sessions, at least 1
 */
public record DeviceLoad(Duration render, Duration slice, int waitingSlices, int devices) {
    /** Nothing was measured yet. */
    public static final DeviceLoad UNKNOWN = new DeviceLoad(Duration.ZERO, Duration.ZERO, 0, 1);
}
