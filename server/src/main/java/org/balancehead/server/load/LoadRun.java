package org.balancehead.server.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.server.client.EncodedClip;

/** Plays a plan against a server, once. */
public final class LoadRun {
    private static final int THREADS = 2;

    /** Visitors come within so long of each other. */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    private static final Duration GOOD_BYE = Duration.ofSeconds(5);
    private static final String RESIDENT = "process_resident_memory_bytes";

    private final LoadPlan plan;
    private final LoadWorld world;
    private final MetricsProbe probe;
    private final Consumer<LoadProgress> progress;
    private final List<VisitLog> logs = new ArrayList<>();
    private final List<LoadVisitor> visitors = new ArrayList<>();
    private final List<MemoryPoint> memory = new ArrayList<>();

    /**
     * A run.
     *
     * @param stream the socket's address
     * @param progress hears how far it is, once a second
     */
    public LoadRun(LoadPlan plan, URI stream, EncodedClip clip, Consumer<LoadProgress> progress) {
        AtomicInteger threads = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "load-clock-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        HttpClient http = HttpClient.newHttpClient();
        this.plan = plan;
        this.world = new LoadWorld(plan, stream, clip, http, clock, System.nanoTime());
        this.probe = new MetricsProbe(http, stream);
        this.progress = progress;
    }

    /** Waits until the server takes visitors; false when it does not in time. */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!probe.ready()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return true;
    }

    /**
     * Lets the visitors come, stay, and go.
     *
     * @param machine that it is run on
     * @param commit of this build
     * @param server its address; empty when it runs in this process
     */
    public LoadReport run(Machine machine, String commit, String server) throws InterruptedException {
        LoadOutcome outcome = run();
        return new LoadReport(
                machine,
                commit,
                server,
                plan,
                LoadFigures.of(outcome),
                LoadFigures.errors(outcome.visits()),
                LoadSecond.of(outcome.visits(), plan.seconds()),
                outcome.memory());
    }

    LoadOutcome run() throws InterruptedException {
        Optional<MetricsText> before = probe.metrics();
        long began = System.nanoTime();
        for (int i = 0; i < plan.sessions(); i++) {
            Manner manner = plan.manner(i);
            VisitLog log = new VisitLog(manner, began);
            LoadVisitor visitor = new LoadVisitor(world, manner, log, i);
            logs.add(log);
            visitors.add(visitor);
            visitor.enterAfter(ARRIVAL.toNanos() * i / plan.sessions());
        }
        watch(began);
        long ended = System.nanoTime();
        List<Visit> visits = logs.stream().map(log -> log.ended(ended)).toList();
        leave();
        return new LoadOutcome(visits, (ended - began) / 1e9, before, settled(), memory);
    }

    private void watch(long began) throws InterruptedException {
        for (int second = 1; second <= plan.seconds(); second++) {
            long due = began + TimeUnit.SECONDS.toNanos(second);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            double now = (System.nanoTime() - began) / 1e9;
            probe.metrics()
                    .map(metrics -> metrics.sum(RESIDENT))
                    .filter(Double::isFinite)
                    .ifPresent(bytes -> memory.add(new MemoryPoint(now, bytes / 1e6)));
            List<Integer> views = logs.stream().map(VisitLog::views).toList();
            progress.accept(new LoadProgress(
                    second,
                    (int) views.stream().filter(count -> count > 0).count(),
                    views.stream().mapToLong(Integer::longValue).sum()));
        }
    }

    private void leave() throws InterruptedException {
        List<Future<Void>> gone = visitors.stream().map(LoadVisitor::leave).toList();
        long deadline = System.nanoTime() + GOOD_BYE.toNanos();
        for (Future<Void> one : gone) {
            try {
                one.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException impolite) {
                break;
            }
        }
        visitors.forEach(LoadVisitor::cut);
        world.clock().shutdownNow();
    }

    /** The metrics when the server has noticed that nobody is there any more, or soon after. */
    private Optional<MetricsText> settled() throws InterruptedException {
        long deadline = System.nanoTime() + GOOD_BYE.toNanos();
        Optional<MetricsText> after = probe.metrics();
        while (after.filter(metrics -> metrics.sum("balancehead_sessions") > 0).isPresent()
                && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            after = probe.metrics();
        }
        return after;
    }
}
