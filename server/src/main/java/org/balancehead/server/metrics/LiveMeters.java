package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.server.http.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * The live side's events as meters, {@code balancehead.*}. Every drop reason and every step is there from the start, at
 * zero, so that dashboards need not guess names.
 */
public final class LiveMeters implements LiveMetrics, Readiness {
    private final MeterRegistry registry;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger sessionLimit = new AtomicInteger();
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicInteger parkedLimit = new AtomicInteger();
    private final AtomicInteger capacity = new AtomicInteger();
    private final Counter admitted;
    private final Counter resumed;
    private final Map<RefusalReason, Counter> refusals = new EnumMap<>(RefusalReason.class);
    private final Map<DropReason, Counter> drops = new EnumMap<>(DropReason.class);
    private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
    private final AtomicInteger modelsHeld = new AtomicInteger();
    private final MultiGauge modelSessions;
    private final AtomicInteger moves = new AtomicInteger();
    private final AtomicInteger movesWaiting = new AtomicInteger();
    private final AtomicInteger movesLimit = new AtomicInteger();
    private final Counter moved;
    private final Counter stayed;
    private final DeviceMeters devices;
    private final FrameMeters frames;
    private final ViewMeters views;
    private final Map<String, State> parts = new ConcurrentHashMap<>();
    private volatile @Nullable String draining;

    public LiveMeters(MeterRegistry registry) {
        this.registry = registry;
        devices = new DeviceMeters(registry);
        frames = new FrameMeters(registry);
        views = new ViewMeters(registry);
        gauge("sessions", "Sessions open now", sessions);
        gauge("sessions.limit", "Sessions that may be open", sessionLimit);
        gauge("models.held", "Model versions in memory", modelsHeld);
        modelSessions = MultiGauge.builder("balancehead.model.sessions")
                .description("Sessions of each model version in memory")
                .register(registry);
        gauge("moves", "Sessions whose avatars are being made again on another version", moves);
        gauge("moves.waiting", "Sessions that wait for that", movesWaiting);
        gauge("moves.limit", "Sessions that may be moving at a time", movesLimit);
        moved = ended("moved");
        stayed = ended("stayed");
        gauge("sessions.parked", "Sessions without a connection that may be resumed", parked);
        gauge("sessions.parked.limit", "Sessions that may be parked", parkedLimit);
        gauge("sessions.capacity", "Sessions that the devices hold, by what they measure", capacity);
        admitted = counter("sessions.admitted", "Upgrades that were granted");
        resumed = counter("sessions.resumed", "Sessions whose client came back");
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(
                    reason,
                    Counter.builder("balancehead.sessions.refused")
                            .description("Upgrades that were refused")
                            .tag("reason", tag(reason))
                            .register(registry));
        }
        for (DropReason reason : DropReason.values()) {
            drops.put(
                    reason,
                    Counter.builder("balancehead.drops")
                            .description("Frames, views and pieces of work that came to nothing")
                            .tag("reason", tag(reason))
                            .register(registry));
        }
        for (Step step : Step.values()) {
            steps.put(
                    step,
                    Timer.builder("balancehead.step")
                            .description("How long a step took; the count of step \"render\" is the views rendered")
                            .tag("step", tag(step))
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
        modelsHeld.set(held.size());
        modelSessions.register(
                held.entrySet().stream()
                        .<MultiGauge.Row<?>>map(version -> MultiGauge.Row.of(
                                Tags.of("model", version.getKey().toString()), version.getValue()))
                        .toList(),
                true);
    }

    @Override
    public void moves(int underWay, int waiting, int limit) {
        moves.set(underWay);
        movesWaiting.set(waiting);
        movesLimit.set(limit);
    }

    @Override
    public void moveEnded(boolean hasMoved) {
        (hasMoved ? moved : stayed).increment();
    }

    @Override
    public void sessionsOpen(int open, int limit) {
        sessions.set(open);
        sessionLimit.set(limit);
    }

    @Override
    public void draining(String sentence) {
        draining = sentence;
    }

    @Override
    public void sessionsParked(int waiting, int limit) {
        parked.set(waiting);
        parkedLimit.set(limit);
    }

    @Override
    public void sessionCapacity(int held) {
        capacity.set(held);
    }

    @Override
    public void sessionAdmitted() {
        admitted.increment();
    }

    @Override
    public void sessionResumed() {
        resumed.increment();
    }

    @Override
    public void sessionRefused(RefusalReason reason) {
        requireNonNull(refusals.get(reason)).increment();
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

    private Counter ended(String how) {
        return Counter.builder("balancehead.moves.ended")
                .description("Moves of sessions to another version: those that moved, and those that stayed after all")
                .tag("how", how)
                .register(registry);
    }

    private void gauge(String name, String description, AtomicInteger value) {
        Gauge.builder("balancehead." + name, value, AtomicInteger::get)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("balancehead." + name).description(description).register(registry);
    }

    static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
