package org.balancehead.actors.fakes;

import org.balancehead.actors.metrics.LiveMetrics;

/** Remember what they were told, by concern. */
public record CountedMetrics(
        CountedService service,
        CountedDevices devices,
        CountedVersions versions,
        CountedSessions sessions,
        CountedFrames frames,
        CountedWork work) {
    /** That were told nothing yet. */
    public CountedMetrics() {
        this(
                new CountedService(),
                new CountedDevices(),
                new CountedVersions(),
                new CountedSessions(),
                new CountedFrames(),
                new CountedWork());
    }

    /** To be told. */
    public LiveMetrics live() {
        return new LiveMetrics(service, devices, versions, sessions, frames, new UnheardViews(), work);
    }
}
