package org.balancehead.actors.admission;

import java.time.Duration;

/**
 * How many sessions the devices hold, by what they measure: with one more, every session must still get its least rate
 * of views, and the newcomer its first view in time. All admitted sessions count as if they watched, from the moment of
 * their admission on, so that a burst is counted before it has shown its load. Once full, it opens again only below a
 * lower threshold, so that it does not flap. Confined to one thread.
 */
public final class DeviceCapacity {
    private final AdmissionSettings.Capacity settings;
    private boolean full;

    public DeviceCapacity(AdmissionSettings.Capacity settings) {
        this.settings = settings;
    }

    /**
     * Whether one more may come. The first always may: it is the one whose views are measured.
     *
     * @param sessions that are there, those that have just been admitted included
     * @param joining those of them that came so lately that they have not shown what they need
     */
    public boolean admits(int sessions, int joining, DeviceLoad load) {
        double needed = Math.max(views(sessions + 1, load), firstWait(joining, load));
        full = sessions > 0 && needed > (full ? settings.reopenAt() : settings.fullAt());
        return !full;
    }

    /** How many sessions the devices hold, at most {@code limit}. */
    public int sessions(int limit, DeviceLoad load) {
        double one = views(1, load);
        return one > 0 ? (int) Math.max(1, Math.min(limit, Math.floor(settings.fullAt() / one))) : limit;
    }

    /** The share of the devices' time that the views of so many sessions take. */
    private double views(int sessions, DeviceLoad load) {
        return sessions * settings.leastViewsPerSecond() * seconds(load.render()) / load.devices();
    }

    /** What a newcomer waits for its first slice, as a share of what it may. */
    private double firstWait(int joining, DeviceLoad load) {
        double inversions = (double) (joining + load.waitingSlices() + 1) / load.devices();
        return inversions * seconds(load.slice()) / seconds(settings.longestFirstWait());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }
}
