package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.RateLimit;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.server.http.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * The live side's events as meters, {@code balancehead.*}. Every drop reason and every step is there from the start, at
 * zero, so that dashboards need not guess names.
 */
public final class LiveMeters implements LiveMetrics, Readiness {
    private final SessionMeters sessions;
    private final VersionMeters versions;
    private final DeviceMeters devices;
    private final FrameMeters frames;
    private final ViewMeters views;
    private final Map<DropReason, Counter> drops;
    private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
    private final Map<String, State> parts = new ConcurrentHashMap<>();
    private volatile @Nullable String draining;

    public LiveMeters(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        sessions = new SessionMeters(meters);
        versions = new VersionMeters(meters);
        devices = new DeviceMeters(meters);
        frames = new FrameMeters(meters);
        views = new ViewMeters(meters);
        drops = meters.counters(
                DropReason.class, "reason", "drops", "Frames, views and pieces of work that came to nothing");
        for (Step step : Step.values()) {
            steps.put(
                    step,
                    Timer.builder("balancehead.step")
                            .description("How long a step took; the count of step \"render\" is the views rendered")
                            .tag("step", Meters.tag(step))
                            .serviceLevelObjectives(Buckets.BOUNDS)
                            .register(registry));
        }
    }

    @Override
    public State state() {
        return Optional.ofNullable(draining).map(why -> new State(false, why)).orElseGet(this::ofParts);
    }

    /** How each device stands now. */
    public List<DeviceRow> devices() {
        return devices.rows();
    }

    private State ofParts() {
        return parts.values().stream()
                .filter(part -> !part.ready())
                .findFirst()
                .orElseGet(() -> parts.isEmpty()
                        ? new State(false, "The model is still being loaded.")
                        : new State(true, "Ready."));
    }

    @Override
    public void partReady(String part, boolean ready, String sentence) {
        parts.put(part, new State(ready, sentence));
    }

    @Override
    public void deviceStands(DeviceLabel device, DeviceState state, int onIt) {
        devices.stands(device, state, onIt);
    }

    @Override
    public void deviceGone(DeviceLabel device) {
        devices.gone(device);
    }

    @Override
    public void modelsHeld(Map<Integer, Integer> held) {
        versions.held(held);
    }

    @Override
    public void moves(int underWay, int waiting, int limit) {
        versions.moves(underWay, waiting, limit);
    }

    @Override
    public void moveEnded(boolean hasMoved) {
        versions.moveEnded(hasMoved);
    }

    @Override
    public void sessionsOpen(int open, int limit) {
        sessions.open(open, limit);
    }

    @Override
    public void draining(String sentence) {
        draining = sentence;
    }

    @Override
    public void sessionsParked(int waiting, int limit) {
        sessions.parked(waiting, limit);
    }

    @Override
    public void sessionCapacity(int held) {
        sessions.capacity(held);
    }

    @Override
    public void sessionAdmitted() {
        sessions.admitted();
    }

    @Override
    public void sessionResumed() {
        sessions.resumed();
    }

    @Override
    public void sessionRefused(RefusalReason reason) {
        sessions.refused(reason);
    }

    @Override
    public void rateExceeded(RateLimit limit) {
        sessions.exceeded(limit);
    }

    @Override
    public void avatarsKept(int avatars, int limit) {
        sessions.avatarsKept(avatars, limit);
    }

    @Override
    public void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        devices.waiting(device, lane, depth, oldestNanos, tickets);
    }

    @Override
    public void deviceEvent(DeviceLabel device, DeviceEvent event) {
        devices.happened(device, event);
    }

    @Override
    public void rungChanged(int from, int to) {
        views.changed(from, to);
    }

    @Override
    public void connectionCarries(double bytesPerSecond) {
        views.carries(bytesPerSecond);
    }

    @Override
    public void dropped(DropReason reason) {
        requireNonNull(drops.get(reason)).increment();
    }

    @Override
    public void frameBegan(FrameKind kind) {
        frames.began(kind);
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        frames.ended(kind, fate);
    }

    @Override
    public void took(Step step, Duration duration) {
        requireNonNull(steps.get(step)).record(duration);
    }
}
