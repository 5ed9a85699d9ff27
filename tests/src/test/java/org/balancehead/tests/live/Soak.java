package org.balancehead.tests.live;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.HeadModels;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.config.AccessConfig;

/**
 * Visitors come, become a head, look at it and go, two at a time for a while, and memory is watched: in the second half
 * they are kept out now and then until nobody is there and nothing more is freed.
 */
final class Soak {
    private static final int AT_A_TIME = 2;
    private static final int SPELLS = 12;
    private static final int LOOKS_ALIKE = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final double MEGABYTE = 1 << 20;

    /**
     * How memory was at one time, with nobody there.
     *
     * @param visits that had ended by then
     * @param heap bytes after a collection
     * @param arrays bytes of the model's arrays
     * @param resident bytes of the process, whose heap is as large as it may be from the start
     */
    record Sample(int visits, long heap, long arrays, long resident) {}

    private final Candidate.Opening model;
    private final AnalyzerOpener analyzer;
    private final Watcher.Sight sight;
    private final LongSupplier arrays;
    private final AtomicInteger visits = new AtomicInteger();
    private final ReadWriteLock door = new ReentrantReadWriteLock(true);
    private final List<Sample> samples = new ArrayList<>();
    private long arraysBefore;

    private Soak(Candidate.Opening model, AnalyzerOpener analyzer, Watcher.Sight sight, LongSupplier arrays) {
        this.model = model;
        this.analyzer = analyzer;
        this.sight = sight;
        this.arrays = arrays;
    }

    /** One of a fake model, whose open things count as arrays. */
    static Soak of(FakeHeadModel fake) {
        return new Soak(
                (device, number) -> fake,
                cropSize -> new FakeFaceAnalyzer(),
                Watcher.Sight.FAKE,
                () -> fake.memoryInUse() + TensorEngine.memoryInUse("cpu"));
    }

    /** One of a checkpoint and the real analyser; everybody shows the same photo. */
    static Soak of(Path checkpoint) throws IOException {
        return new Soak(
                (device, number) -> HeadModels.open(checkpoint, device, number),
                MediaPipeFaceAnalyzer::open,
                Watcher.Sight.photo(),
                () -> TensorEngine.memoryInUse("cpu"));
    }

    /** Lets visitors come for so long. */
    void run(Duration duration) throws IOException {
        AtomicBoolean enough = new AtomicBoolean();
        SessionSettings settings =
                FakeServer.settings(Map.of("openings-per-minute", 100_000, "resume-window", "1 second"));
        try (FakeServer server = new FakeServer(
                settings,
                AccessConfig.DEFAULTS,
                InferenceSettings.DEFAULTS,
                DeploymentSettings.DEFAULTS,
                model,
                analyzer)) {
            server.connect().close();
            arraysBefore = arrays.getAsLong();
            List<CompletableFuture<Void>> comers = Stream.generate(
                            () -> CompletableFuture.runAsync(() -> comeAndGo(server, enough)))
                    .limit(AT_A_TIME)
                    .toList();
            for (int spell = 0; spell < SPELLS; spell++) {
                LockSupport.parkNanos(duration.dividedBy(SPELLS).toNanos());
                if (spell >= SPELLS / 2) {
                    samples.add(sampleWithNobodyThere(server));
                }
            }
            enough.set(true);
            comers.forEach(CompletableFuture::join);
        }
    }

    /** Visits that have ended. */
    int visits() {
        return visits.get();
    }

    /** How much heap a visit leaves behind, in bytes, by the slope over the second half. */
    double heapPerVisit() {
        return slope(Sample::heap);
    }

    /** How many bytes of arrays a visit leaves behind, likewise. */
    double arraysPerVisit() {
        return slope(Sample::arrays);
    }

    /** How many bytes of arrays there are at the end beyond those before the first visitor. */
    long arraysLeft() {
        return last().arrays() - arraysBefore;
    }

    /** How much the process grew over the second half, in bytes. */
    long residentGrowth() {
        return last().resident() - samples.get(0).resident();
    }

    /** What was measured, for people. */
    String report() {
        Sample first = samples.get(0);
        return "%d visits; in the second half heap %.1f → %.1f MB (%.0f bytes a visit), arrays %.1f → %.1f MB (%.0f bytes a visit), resident %.0f → %.0f MB"
                .formatted(
                        visits(),
                        first.heap() / MEGABYTE,
                        last().heap() / MEGABYTE,
                        heapPerVisit(),
                        first.arrays() / MEGABYTE,
                        last().arrays() / MEGABYTE,
                        arraysPerVisit(),
                        first.resident() / MEGABYTE,
                        last().resident() / MEGABYTE);
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }

    private void comeAndGo(FakeServer server, AtomicBoolean enough) {
        while (!enough.get()) {
            door.readLock().lock();
            try {
                Visit.pay(server, sight, visits.get() % 2 == 0);
                visits.incrementAndGet();
            } finally {
                door.readLock().unlock();
            }
        }
    }

    private Sample sampleWithNobodyThere(FakeServer server) throws IOException {
        door.writeLock().lock();
        try {
            Patience.until(
                    "everybody is gone", () -> server.metrics().sessions().open() == 0);
            awaitAllThatIsFreed();
            long resident = ResidentMemory.settled();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Sample(visits.get(), heap, arrays.getAsLong(), resident);
        } finally {
            door.writeLock().unlock();
        }
    }

    /** The devices free what the last visitors had soon after these have gone. */
    private void awaitAllThatIsFreed() {
        long last = arrays.getAsLong();
        for (int alike = 0; alike < LOOKS_ALIKE; alike++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            long now = arrays.getAsLong();
            alike = now == last ? alike : -1;
            last = now;
        }
    }

    /** Bytes a visit, by least squares. */
    private double slope(ToLongFunction<Sample> bytes) {
        double meanVisits =
                samples.stream().mapToDouble(Sample::visits).average().orElseThrow();
        double meanBytes = samples.stream().mapToLong(bytes).average().orElseThrow();
        double covariance = samples.stream()
                .mapToDouble(point -> (point.visits() - meanVisits) * (bytes.applyAsLong(point) - meanBytes))
                .sum();
        double variance = samples.stream()
                .mapToDouble(point -> Math.pow(point.visits() - meanVisits, 2))
                .sum();
        return covariance / variance;
    }
}
