package org.balancehead.actors.admission;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceMetrics;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;

/** Passes everything on, and remembers what admission needs to know of the devices. Safe for all threads. */
public final class LoadMeter implements DeviceMetrics, WorkMetrics {
    private final DeviceMetrics devices;
    private final WorkMetrics work;
    private final RecentTimes renders = new RecentTimes();
    private final RecentTimes slices = new RecentTimes();
    private final Map<DeviceLabel, DeviceState> states = new ConcurrentHashMap<>();
    private final Map<DeviceLabel, Integer> waitingSlices = new ConcurrentHashMap<>();

    public LoadMeter(DeviceMetrics devices, WorkMetrics work) {
        this.devices = devices;
        this.work = work;
    }

    /** What the devices needed lately. */
    public synchronized DeviceLoad load() {
        int waiting =
                waitingSlices.values().stream().mapToInt(Integer::intValue).sum();
        return new DeviceLoad(renders.mean(), slices.mean(), waiting, devices());
    }

    /** Those that live, of the version that has most of them: versions share the machine's devices. */
    private int devices() {
        Map<Integer, Long> ofVersions = states.entrySet().stream()
                .filter(device -> device.getValue().lives())
                .collect(Collectors.groupingBy(device -> device.getKey().model(), Collectors.counting()));
        return ofVersions.values().stream().mapToInt(Long::intValue).max().orElse(1);
    }

    @Override
    public void took(Step step, Duration duration) {
        synchronized (this) {
            if (step == Step.SLICE) {
                slices.add(duration);
            }
        }
        work.took(step, duration);
    }

    @Override
    public void rendered(DeviceLabel device, Duration time, int views) {
        Duration each = time.dividedBy(views);
        synchronized (this) {
            for (int i = 0; i < views; i++) {
                renders.add(each);
            }
        }
        devices.rendered(device, time, views);
    }

    @Override
    public void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        if (lane == Lane.INVERTING) {
            waitingSlices.put(device, depth);
        }
        devices.waitingWork(device, lane, depth, oldestNanos, tickets);
    }

    @Override
    public void deviceStands(DeviceLabel device, DeviceState state, int sessions) {
        states.put(device, state);
        devices.deviceStands(device, state, sessions);
    }

    @Override
    public void deviceGone(DeviceLabel device) {
        states.remove(device);
        waitingSlices.remove(device);
        devices.deviceGone(device);
    }

    @Override
    public void dropped(DropReason reason) {
        work.dropped(reason);
    }

    @Override
    public void deviceEvent(DeviceLabel device, DeviceEvent event) {
        devices.deviceEvent(device, event);
    }
}
