package org.balancehead.actors.fakes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceMetrics;
import org.balancehead.actors.metrics.DeviceState;

/** Remembers how devices stood and what befell them. */
public final class CountedDevices implements DeviceMetrics {
    private final Map<DeviceLabel, DeviceState> states = new ConcurrentHashMap<>();
    private final Map<DeviceLabel, Integer> sessions = new ConcurrentHashMap<>();
    private final Map<DeviceLabel, Map<Lane, Integer>> waiting = new ConcurrentHashMap<>();
    private final Tally<DeviceEvent> events = new Tally<>();
    private final List<Integer> together = new CopyOnWriteArrayList<>();
    private final AtomicInteger deepest = new AtomicInteger();

    /** How the devices stand that there are now. */
    public Map<DeviceLabel, DeviceState> states() {
        return Map.copyOf(states);
    }

    /** How many sessions are on each of the devices that there are now. */
    public Map<DeviceLabel, Integer> sessions() {
        return Map.copyOf(sessions);
    }

    /** How many times that befell a device, whichever. */
    public long events(DeviceEvent event) {
        return events.of(event);
    }

    /** How many views were rendered in each call. */
    public List<Integer> together() {
        return List.copyOf(together);
    }

    /** The most work that ever waited for one device, all its lanes together. */
    public int deepestQueue() {
        return deepest.get();
    }

    @Override
    public void deviceStands(DeviceLabel device, DeviceState state, int sessionsOnIt) {
        states.put(device, state);
        sessions.put(device, sessionsOnIt);
    }

    @Override
    public void deviceGone(DeviceLabel device) {
        states.remove(device);
        sessions.remove(device);
        waiting.remove(device);
    }

    @Override
    public void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        Map<Lane, Integer> lanes = waiting.computeIfAbsent(device, key -> new ConcurrentHashMap<>());
        lanes.put(lane, depth);
        deepest.accumulateAndGet(
                lanes.values().stream().mapToInt(Integer::intValue).sum(), Math::max);
    }

    @Override
    public void rendered(DeviceLabel device, Duration time, int views) {
        together.add(views);
    }

    @Override
    public void deviceEvent(DeviceLabel device, DeviceEvent event) {
        events.count(event);
    }
}
