package org.balancehead.actors.admission;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DelegatingMetrics;
import org.balancehead.actors.metrics.LiveMetrics;

/** Passes everything on, and remembers what admission needs to know of the devices. Safe for all threads. */
public final class LoadMeter extends DelegatingMetrics {
    private final RecentTimes renders = new RecentTimes();
    private final RecentTimes slices = new RecentTimes();
    private final Map<String, Integer> waitingSlices = new ConcurrentHashMap<>();

    public LoadMeter(LiveMetrics metrics) {
        super(metrics);
    }

    /** What the devices needed lately. */
    public synchronized DeviceLoad load() {
        int waiting =
                waitingSlices.values().stream().mapToInt(Integer::intValue).sum();
        return new DeviceLoad(renders.mean(), slices.mean(), waiting);
    }

    @Override
    public void took(Step step, Duration duration) {
        synchronized (this) {
            if (step == Step.RENDER) {
                renders.add(duration);
            } else if (step == Step.SLICE) {
                slices.add(duration);
            }
        }
        super.took(step, duration);
    }

    @Override
    public void waitingWork(String device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        if (lane == Lane.INVERTING) {
            waitingSlices.put(device, depth);
        }
        super.waitingWork(device, lane, depth, oldestNanos, tickets);
    }

    @Override
    public void deviceGone(String device) {
        waitingSlices.remove(device);
        super.deviceGone(device);
    }
}
