package org.balancehead.actors.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.balancehead.actors.inference.Lane;
import org.balancehead.protocol.frame.FrameKind;

/** Passes everything on; subclasses listen to single events. */
public abstract class DelegatingMetrics implements LiveMetrics {
    private final LiveMetrics metrics;

    protected DelegatingMetrics(LiveMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void partReady(String part, boolean ready, String sentence) {
        metrics.partReady(part, ready, sentence);
    }

    @Override
    public void deviceStands(DeviceLabel device, DeviceState state, int sessions) {
        metrics.deviceStands(device, state, sessions);
    }

    @Override
    public void deviceGone(DeviceLabel device) {
        metrics.deviceGone(device);
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
    public void rateExceeded(RateLimit limit) {
        metrics.rateExceeded(limit);
    }

    @Override
    public void avatarsKept(int avatars, int limit) {
        metrics.avatarsKept(avatars, limit);
    }

    @Override
    public void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        metrics.waitingWork(device, lane, depth, oldestNanos, tickets);
    }

    @Override
    public void deviceEvent(DeviceLabel device, DeviceEvent event) {
        metrics.deviceEvent(device, event);
    }

    @Override
    public void dropped(DropReason reason) {
        metrics.dropped(reason);
    }

    @Override
    public void rungChanged(int from, int to) {
        metrics.rungChanged(from, to);
    }

    @Override
    public void connectionCarries(double bytesPerSecond) {
        metrics.connectionCarries(bytesPerSecond);
    }

    @Override
    public void frameBegan(FrameKind kind) {
        metrics.frameBegan(kind);
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        metrics.frameEnded(kind, fate);
    }

    @Override
    public void took(Step step, Duration duration) {
        metrics.took(step, duration);
    }
}
