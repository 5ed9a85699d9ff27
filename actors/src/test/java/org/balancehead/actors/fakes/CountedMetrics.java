package org.balancehead.actors.fakes;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceMetrics;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.FrameMetrics;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.RateLimit;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.metrics.ServiceMetrics;
import org.balancehead.actors.metrics.SessionMetrics;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.VersionMetrics;
import org.balancehead.actors.metrics.ViewMetrics;
import org.balancehead.actors.metrics.WorkMetrics;
import org.balancehead.protocol.frame.FrameKind;
import org.jspecify.annotations.Nullable;

/** Remembers what it was told. */
public final class CountedMetrics
        implements ServiceMetrics,
                DeviceMetrics,
                VersionMetrics,
                SessionMetrics,
                FrameMetrics,
                ViewMetrics,
                WorkMetrics {
    private final Map<DropReason, AtomicLong> drops = new ConcurrentHashMap<>();
    private final Map<RateLimit, AtomicLong> exceeded = new ConcurrentHashMap<>();
    private final Map<DeviceEvent, AtomicLong> events = new ConcurrentHashMap<>();
    private final Map<FrameKind, AtomicLong> begun = new ConcurrentHashMap<>();
    private final Map<List<Enum<?>>, AtomicLong> ended = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> rungs = new ConcurrentHashMap<>();
    private final Map<Step, LongSummaryStatistics> times = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final Map<RefusalReason, AtomicInteger> refusals = new ConcurrentHashMap<>();
    private volatile int parked;
    private volatile int capacity;
    private volatile @Nullable String draining;
    private final Map<DeviceLabel, DeviceState> states = new ConcurrentHashMap<>();
    private final Map<DeviceLabel, Integer> sessionsOn = new ConcurrentHashMap<>();
    private final Map<DeviceLabel, Map<Lane, Integer>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Boolean> ready = new ConcurrentHashMap<>();
    private volatile Map<Integer, Integer> held = Map.of();
    private final AtomicInteger unready = new AtomicInteger();
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicInteger stayed = new AtomicInteger();
    private final AtomicInteger mostMoves = new AtomicInteger();
    private final AtomicInteger deepest = new AtomicInteger();

    /** To be told. */
    public LiveMetrics live() {
        return new LiveMetrics(this, this, this, this, this, this, this);
    }

    public long drops(DropReason reason) {
        return drops.computeIfAbsent(reason, key -> new AtomicLong()).get();
    }

    /** Frames of that kind that began. */
    public long begun(FrameKind kind) {
        return begun.computeIfAbsent(kind, key -> new AtomicLong()).get();
    }

    /** Frames of that kind that came to that. */
    public long ended(FrameKind kind, FrameFate fate) {
        return ended.computeIfAbsent(List.of(kind, fate), key -> new AtomicLong())
                .get();
    }

    /** Frames of that kind that ended, whatever they came to. */
    public long ended(FrameKind kind) {
        return Arrays.stream(FrameFate.values())
                .mapToLong(fate -> ended(kind, fate))
                .sum();
    }

    public long events(DeviceEvent event) {
        return events.computeIfAbsent(event, key -> new AtomicLong()).get();
    }

    public int sessions() {
        return sessions.get();
    }

    /** What was last said of a part of the server; false for one of which nothing was. */
    public boolean ready(String part) {
        return ready.getOrDefault(part, false);
    }

    /** How the devices stand that there are now. */
    public Map<DeviceLabel, DeviceState> devices() {
        return Map.copyOf(states);
    }

    /** How many sessions are on each of the devices that there are now. */
    public Map<DeviceLabel, Integer> sessionsOnDevices() {
        return Map.copyOf(sessionsOn);
    }

    /** Sessions of the model versions in memory, by number. */
    public Map<Integer, Integer> held() {
        return held;
    }

    /** Upgrades that were refused, whatever for. */
    public int refused() {
        return refusals.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    public int refused(RefusalReason reason) {
        return refusals.computeIfAbsent(reason, key -> new AtomicInteger()).get();
    }

    public int parked() {
        return parked;
    }

    public int capacity() {
        return capacity;
    }

    public int admitted() {
        return admitted.get();
    }

    public int resumed() {
        return resumed.get();
    }

    /** What was said of a drain; nothing when there was none. */
    public Optional<String> draining() {
        return Optional.ofNullable(draining);
    }

    /** The most work that ever waited for one device, all its lanes together. */
    public int deepestQueue() {
        return deepest.get();
    }

    /** How many times anything was said not to be ready. */
    public int timesUnready() {
        return unready.get();
    }

    /** Sessions that have moved to another version. */
    public int moved() {
        return moved.get();
    }

    /** Sessions that stayed where they were, although they were to move. */
    public int stayed() {
        return stayed.get();
    }

    /** The most moves that were ever under way. */
    public int mostMoves() {
        return mostMoves.get();
    }

    @Override
    public void partReady(String part, boolean ready, String sentence) {
        if (!ready) {
            unready.incrementAndGet();
        }
        this.ready.put(part, ready);
    }

    @Override
    public void deviceStands(DeviceLabel device, DeviceState state, int sessionsOnIt) {
        states.put(device, state);
        sessionsOn.put(device, sessionsOnIt);
    }

    @Override
    public void deviceGone(DeviceLabel device) {
        states.remove(device);
        sessionsOn.remove(device);
        waiting.remove(device);
    }

    @Override
    public void modelsHeld(Map<Integer, Integer> sessionsOf) {
        held = Map.copyOf(sessionsOf);
    }

    @Override
    public void moves(int underWay, int waiting, int limit) {
        mostMoves.accumulateAndGet(underWay, Math::max);
    }

    @Override
    public void moveEnded(boolean hasMoved) {
        (hasMoved ? moved : stayed).incrementAndGet();
    }

    @Override
    public void sessionsOpen(int open, int limit) {
        sessions.set(open);
    }

    @Override
    public void draining(String sentence) {
        draining = sentence;
    }

    @Override
    public void sessionsParked(int waiting, int limit) {
        parked = waiting;
    }

    @Override
    public void sessionCapacity(int held) {
        capacity = held;
    }

    @Override
    public void sessionAdmitted() {
        admitted.incrementAndGet();
    }

    @Override
    public void rateExceeded(RateLimit limit) {
        exceeded.computeIfAbsent(limit, unknown -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void avatarsKept(int avatars, int limit) {}

    /** How many clients sent more of that than they may. */
    public long exceeded(RateLimit limit) {
        return exceeded.getOrDefault(limit, new AtomicLong()).get();
    }

    @Override
    public void sessionResumed() {
        resumed.incrementAndGet();
    }

    @Override
    public void sessionRefused(RefusalReason reason) {
        refusals.computeIfAbsent(reason, key -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public void deviceEvent(DeviceLabel device, DeviceEvent event) {
        events.computeIfAbsent(event, key -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        Map<Lane, Integer> lanes = waiting.computeIfAbsent(device, key -> new ConcurrentHashMap<>());
        lanes.put(lane, depth);
        deepest.accumulateAndGet(
                lanes.values().stream().mapToInt(Integer::intValue).sum(), Math::max);
    }

    /** Sessions by rung, of those that have a stream of views. */
    public Map<Integer, Integer> rungs() {
        return Map.copyOf(rungs);
    }

    @Override
    public void rungChanged(int from, int to) {
        rungs.computeIfPresent(from, (rung, sessions) -> sessions - 1);
        if (to >= 0) {
            rungs.merge(to, 1, Integer::sum);
        }
    }

    @Override
    public void connectionCarries(double bytesPerSecond) {
        // of no interest to tests
    }

    @Override
    public void frameBegan(FrameKind kind) {
        begun.computeIfAbsent(kind, key -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void frameEnded(FrameKind kind, FrameFate fate) {
        ended.computeIfAbsent(List.of(kind, fate), key -> new AtomicLong()).incrementAndGet();
    }

    @Override
    public void dropped(DropReason reason) {
        drops.computeIfAbsent(reason, key -> new AtomicLong()).incrementAndGet();
    }

    /** How long each step took on average, for people. */
    public String times() {
        return times.entrySet().stream()
                .map(entry -> "%s %.1f ms (%d)"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().getAverage() * 1e-6,
                                entry.getValue().getCount()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void took(Step step, Duration duration) {
        times.compute(step, (key, before) -> {
            LongSummaryStatistics statistics = before == null ? new LongSummaryStatistics() : before;
            statistics.accept(duration.toNanos());
            return statistics;
        });
    }
}
