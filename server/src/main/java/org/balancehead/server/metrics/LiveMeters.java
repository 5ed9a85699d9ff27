package org.balancehead.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.server.http.Readiness;

/** The live side's events as meters, {@code balancehead.*}, and what the server itself reads off them. */
public final class LiveMeters {
    private final PartsReadiness readiness = new PartsReadiness();
    private final DeviceMeters devices;
    private final LiveMetrics live;

    public LiveMeters(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        devices = new DeviceMeters(meters);
        live = new LiveMetrics(
                readiness,
                devices,
                new VersionMeters(meters),
                new SessionMeters(meters),
                new FrameMeters(meters),
                new ViewMeters(meters),
                new WorkMeters(meters));
    }

    /** To be told by the live side. */
    public LiveMetrics live() {
        return live;
    }

    /** Whether the server takes sessions, by what the live side told. */
    public Readiness readiness() {
        return readiness;
    }

    /** How each device stands now. */
    public List<DeviceRow> devices() {
        return devices.rows();
    }
}
