package org.balancehead.actors.metrics;

/**
 * What the live side tells as it happens, by concern. All are called from many threads, often: they must be quick and
 * must not block.
 */
public record LiveMetrics(
        ServiceMetrics service,
        DeviceMetrics devices,
        VersionMetrics versions,
        SessionMetrics sessions,
        FrameMetrics frames,
        ViewMetrics views,
        WorkMetrics work) {
    /** The same, but for what is told of devices and of work. */
    public LiveMetrics with(DeviceMetrics otherDevices, WorkMetrics otherWork) {
        return new LiveMetrics(service, otherDevices, versions, sessions, frames, views, otherWork);
    }

    /** The same, but for what is told of frames. */
    public LiveMetrics with(FrameMetrics otherFrames) {
        return new LiveMetrics(service, devices, versions, sessions, otherFrames, views, work);
    }
}
