package org.balancehead.actors.admission;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.protocol.frame.FrameKind;

/** Passes everything on, and remembers what admission needs to know of the devices. Safe for all threads. */
public final class LoadMeter implements LiveMetrics {
    private final LiveMetrics metrics;
    private final RecentTimes renders = new RecentTimes();
    private final RecentTimes slices = new RecentTimes();
    private final Map<String, Integer> waitingSlices = new ConcurrentHashMap<>();

    public LoadMeter(LiveMetrics metrics) {
        this.metrics = metrics;
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
        metrics.took(step, duration);
    }

    @Override
    public void waitingWork(String device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        if (lane == Lane.INVERTING) {
            waitingSlices.put(device, depth);
        }
        metrics.waitingWork(device, lane, depth, oldestNanos, tickets);
    }

    @Override
    public void deviceEvent(DeviceEvent event) {
        metrics.deviceEvent(event);
    }

    @Override
    public void deviceGone(String device) {
        waitingSlices.remove(device);
        metrics.deviceGone(device);
    }

    @Override
    public void deviceReady(String device, boolean ready, String sentence) {
        metrics.deviceReady(device, ready, sentence);
    }

    @Override
    public void modelsHeld(Map<Integer, Integer> sessions) {
        metrics.modelsHeld(sessions);
    }

    @Override
    public void moves(int underWay, int waiting, int limit) {
        metrics.moves(underWay, waiting, limit);
    }

    @Override
    public void moveEnded(boolean moved) {
        metrics.moveEnded(moved);
    }

    @Override
    public void draining(String sentence) {
        metrics.draining(sentence);
    }

    @Override
    public void sessionsOpen(int sessions, int limit) {
        metrics.sessionsOpen(sessions, limit);
    }

    @Override
    public void sessionsParked(int sessions, int limit) {
        metrics.sessionsParked(sessions, limit);
    }

    @Override
    public void sessionCapacity(int sessions) {
        metrics.sessionCapacity(sessions);
    }

    @Override
    public void sessionAdmitted() {
        metrics.sessionAdmitted();
    }

    @Override
    public void sessionResumed() {
        metrics.sessionResumed();
    }

    @Override
    public void sessionRefused(RefusalReason reason) {
        metrics.sessionRefused(reason);
    }

    @Override
    public void dropped(DropReason reason) {
        metrics.dropped(reason);
    }

    @Override
    public void frameBegan(FrameKind kind) {
        metrics.frameBegan(kind);
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        metrics.frameEnded(kind, fate);
    }
}
