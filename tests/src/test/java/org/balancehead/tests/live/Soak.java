package org.balancehead.tests.live;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;

/** Visitors come, become a head, look at it and go, one after the other for a while, and memory is watched. */
final class Soak {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final int AT_A_TIME = 2;
    private static final int SAMPLES = 12;
    private static final double MEGABYTE = 1 << 20;

    /**
     * How memory was at one time.
     *
     * @param visits that had ended by then
     * @param heap bytes after a collection
     * @param resident bytes of the process
     */
    record Sample(int visits, long heap, long resident) {}

    private final AtomicInteger visits = new AtomicInteger();
    private final List<Sample> samples = new ArrayList<>();

    /** Lets visitors come for so long. */
    void run(FakeHeadModel model, Duration duration) throws IOException {
        AtomicBoolean enough = new AtomicBoolean();
        try (FakeServer server = new FakeServer(
                FakeServer.settings(Map.of("openings-per-minute", 100_000, "resume-window", "1 second")), model)) {
            server.connect().close();
            List<CompletableFuture<Void>> comers = Stream.generate(
                            () -> CompletableFuture.runAsync(() -> comeAndGo(server, enough)))
                    .limit(AT_A_TIME)
                    .toList();
            for (int i = 0; i < SAMPLES; i++) {
                LockSupport.parkNanos(duration.dividedBy(SAMPLES).toNanos());
                samples.add(sample());
            }
            enough.set(true);
            comers.forEach(CompletableFuture::join);
            Patience.until(
                    "everybody is gone", () -> server.metrics().sessions().open() == 0);
            Patience.until("all that was theirs is freed", () -> model.open() == 1);
        }
    }

    /** Visits that have ended. */
    int visits() {
        return visits.get();
    }

    /** How much heap a visit leaves behind, in bytes, by the slope over the second half. */
    double heapPerVisit() {
        return slope(samples.subList(SAMPLES / 2, SAMPLES));
    }

    /** How much the process grew over the second half, in bytes. */
    long residentGrowth() {
        return samples.get(SAMPLES - 1).resident() - samples.get(SAMPLES / 2).resident();
    }

    /** What was measured, for people. */
    String report() {
        Sample first = samples.get(SAMPLES / 2);
        Sample last = samples.get(SAMPLES - 1);
        return "%d visits; in the second half heap %.1f → %.1f MB (%.0f bytes a visit), RSS %.0f → %.0f MB"
                .formatted(
                        visits(),
                        first.heap() / MEGABYTE,
                        last.heap() / MEGABYTE,
                        heapPerVisit(),
                        first.resident() / MEGABYTE,
                        last.resident() / MEGABYTE);
    }

    private void comeAndGo(FakeServer server, AtomicBoolean enough) {
        while (!enough.get()) {
            try (StreamClient visitor = server.connect()) {
                visitor.greet();
                visitor.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
                visitor.await(ServerMessage.Revised.class);
                visitor.say(new ClientMessage.Credit(1));
                visitor.awaitView();
                if (visits.incrementAndGet() % 2 == 0) { // the others vanish
                    visitor.say(new ClientMessage.Bye());
                    visitor.awaitClose();
                }
            }
        }
    }

    private Sample sample() throws IOException {
        System.gc();
        return new Sample(
                visits.get(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                resident());
    }

    private static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String kilobytes = lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            return Long.parseLong(kilobytes) << 10;
        }
    }

    /** By least squares. */
    private static double slope(List<Sample> points) {
        double meanVisits =
                points.stream().mapToDouble(Sample::visits).average().orElseThrow();
        double meanHeap = points.stream().mapToDouble(Sample::heap).average().orElseThrow();
        double covariance = points.stream()
                .mapToDouble(point -> (point.visits() - meanVisits) * (point.heap() - meanHeap))
                .sum();
        double variance = points.stream()
                .mapToDouble(point -> Math.pow(point.visits() - meanVisits, 2))
                .sum();
        return covariance / variance;
    }
}
