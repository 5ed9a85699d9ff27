package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that leave without a word, keep silent, or shout, many at a time: nobody else notices, and nothing of them
 * stays. {@code -Dsockets=200 -Dgaps=250} is the long form.
 */
class AbruptDisconnectIT {
    private static final int SOCKETS = Integer.getInteger("sockets", 40);
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final Duration A_SLICE = Duration.ofMillis(5);
    private static final Duration A_SPELL = Duration.ofSeconds(1);
    private static final int SPELLS = 6;
    private static final int CLOSED_FOR_WHAT_THE_CLIENT_DID = 1008;

    /** Of an inversion of the fake model. */
    private static final int LAST_REVISION = 4;

    /** Between the views of the witness, on either side. */
    private static final int GAPS = Integer.getInteger("gaps", 50);

    private static final Logger LOG = LoggerFactory.getLogger(AbruptDisconnectIT.class);

    private final AtomicInteger slices = new AtomicInteger();

    /** Who has it holds the step that begins next. */
    private final Semaphore brake = new Semaphore(1);

    private final FakeHeadModel model = new FakeHeadModel(call -> {
        if (call.equals("step")) {
            slices.incrementAndGet();
            brake.acquireUninterruptibly();
            LockSupport.parkNanos(A_SLICE.toNanos());
            brake.release();
        }
    });

    @Test
    void freesAllThatTheGoneHadAndDoesNoMoreForThem() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        InferenceSettings fourTicketsASession = ServerConfig.load(
                        Map.of("balancehead.inference.tickets-per-device", 4 * (SOCKETS + 1)), Optional.empty())
                .inference();
        try (FakeServer server = new FakeServer(
                        settings("0 s"), AccessConfig.DEFAULTS, fourTicketsASession, (device, number) -> model);
                StreamClient witness = server.connect()) {
            witness.greet();
            witness.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            witness.await(ServerMessage.Revised.class, revised -> revised.revision() == LAST_REVISION);
            Patience.until("the witness's head is done", () -> model.openInversions() == 0);
            int open = model.open();
            Map<String, Long> objects = LiveObjects.count();
            long actors = server.actors();
            model.endless();
            Queue<Double> gaps = new ConcurrentLinkedQueue<>();
            CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> watch(witness, gaps, enough));
            List<RawVisitor> visitors = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                visitors.add(showAHead(server.port()));
            }
            for (RawVisitor visitor : visitors) {
                visitor.await("progress");
            }
            int whenTheyHadCome = gaps.size();
            Patience.until("the witness watches", () -> gaps.size() >= whenTheyHadCome + GAPS);
            List<Double> gapsBefore = List.copyOf(gaps).subList(whenTheyHadCome, whenTheyHadCome + GAPS);
            int whenTheyLeft = gaps.size();
            int half = SOCKETS / 2;
            long actorsOfAll = server.actors();
            assertThat(model.openInversions()).isEqualTo(SOCKETS);
            assertThat(actorsOfAll).isGreaterThanOrEqualTo(actors + SOCKETS);

            reset(visitors.subList(0, half)); // while steps go on
            Patience.until(
                    "the first half has gone",
                    () -> server.metrics().sessions().open() == 1 + SOCKETS - half
                            && model.openInversions() == SOCKETS - half);
            brake.acquire();
            Patience.until("a step is held", brake::hasQueuedThreads);
            int whenTheyWent = slices.get();
            reset(visitors.subList(half, SOCKETS));
            Patience.until(
                    "only the witness is left",
                    () -> server.metrics().sessions().open() == 1);
            assertThat(model.openInversions()).isEqualTo(SOCKETS - half);
            long released = System.nanoTime();
            brake.release();
            Patience.until("all of theirs is freed", () -> model.open() == open);
            Patience.until("their actors are gone", () -> server.actors() <= actors);
            double freedMs = (System.nanoTime() - released) / 1e6;
            Patience.until("the witness watches on", () -> gaps.size() >= whenTheyLeft + GAPS);
            enough.set(true);
            watching.join();
            Duration collected = LiveObjects.awaitAtMost(objects, Patience.LONG);
            double p99Before = Samples.of(gapsBefore).quantile(0.99);
            double p99After = Samples.of(List.copyOf(gaps).subList(whenTheyLeft, whenTheyLeft + GAPS))
                    .quantile(0.99);
            LOG.info(String.format(
                    "%d sockets reset: the witness's gap between views p99 %.0f ms before, %.0f ms from then on (ratio %.2f);"
                            + " %d actors are %d and all of theirs is freed after %.0f ms, %d ms later no object of theirs alive",
                    SOCKETS,
                    p99Before,
                    p99After,
                    p99After / p99Before,
                    actorsOfAll,
                    actors,
                    freedMs,
                    collected.toMillis()));

            assertThat(slices.get()).as("steps begun, with that which was held").isEqualTo(whenTheyWent);
            assertThat(server.actors()).isLessThanOrEqualTo(actors);
            assertThat(List.of(DeviceEvent.CRASH, DeviceEvent.HANG, DeviceEvent.RESTART, DeviceEvent.GIVEN_UP))
                    .allSatisfy(event ->
                            assertThat(server.metrics().devices().events(event)).isZero());
            assertThat(model.threadsOf("invert")).hasSize(1); // a worker that starts anew has another thread
            assertThat(model.threadsOf("step"))
                    .isSubsetOf("balancehead-cpu-v1-inverting", "balancehead-cpu-v1-refining");
            witness.say(new ClientMessage.Bye());
            Patience.until(
                    "everything is freed", () -> server.metrics().sessions().open() == 0 && model.open() == 1);
        }
    }

    private static void reset(List<RawVisitor> visitors) throws IOException {
        for (RawVisitor visitor : visitors) {
            visitor.reset();
        }
    }

    @Test
    void doesNothingForParkedSessions() throws Exception {
        try (FakeServer server = new FakeServer(settings("10 minutes"), model)) {
            server.connect().close(); // when it is ready
            Patience.until(
                    "who connected is gone", () -> server.metrics().sessions().open() == 0);
            RawVisitor visitor = beginToBecomeAHead(server.port());
            visitor.reset();
            Patience.until("it is parked", () -> server.metrics().sessions().parked() == 1);
            int whenItWasParked = slices.get();

            try (StreamClient other = server.connect()) {
                other.greet();
                other.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
                other.await(ServerMessage.Revised.class, revised -> revised.revision() == LAST_REVISION);

                int ofTheOther = 7;
                assertThat(slices.get() - whenItWasParked).isLessThanOrEqualTo(ofTheOther + 1);
                assertThat(server.metrics().sessions().parked()).isEqualTo(1);
            }
        }
    }

    @Test
    void holdsManyWhoDoNothing() throws Exception {
        try (FakeServer server = new FakeServer(settings("0 s"), model)) {
            server.connect().close();
            long before = heapAfterCollection();
            double alone = leastBusy();
            List<RawVisitor> idle = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                RawVisitor visitor = new RawVisitor(server.port());
                visitor.say(ClientMessage.Hello.standard());
                visitor.await("welcome");
                idle.add(visitor);
            }
            double together = leastBusy();
            System.out.printf(
                    "%d idle sockets: %.0f KB of heap each, %.2f %% of a core together; the server alone %.2f %%%n",
                    SOCKETS, (heapAfterCollection() - before) / 1024.0 / SOCKETS, 100 * together, 100 * alone);

            assertThat(server.metrics().sessions().open()).isEqualTo(SOCKETS);
            for (RawVisitor visitor : idle) {
                visitor.close();
            }
            Patience.until("they are gone", () -> server.metrics().sessions().open() == 0);
        }
    }

    @Test
    void givesThePlaceBackOfWhoNeverSpeaksAndShowsThoseWhoShoutTheDoor() throws Exception {
        try (FakeServer server = new FakeServer(
                FakeServer.settings(Map.of("hello-deadline", "1 second", "resume-window", "0 s")), model)) {
            server.connect().close();
            try (RawVisitor mute = new RawVisitor(server.port());
                    RawVisitor loud = new RawVisitor(server.port());
                    StreamClient other = server.connect()) {
                other.greet();
                loud.say(ClientMessage.Hello.standard());
                for (int i = 0; i < 1000; i++) {
                    loud.say(new ClientMessage.Keyframe());
                }

                assertThat(loud.awaitClose()).isEqualTo(CLOSED_FOR_WHAT_THE_CLIENT_DID);
                assertThat(mute.awaitClose()).isEqualTo(CLOSED_FOR_WHAT_THE_CLIENT_DID);
                Patience.until("one is left", () -> server.metrics().sessions().open() == 1);
                other.say(new ClientMessage.Ping("1"));
                other.await(ServerMessage.Pong.class);
            }
        }
    }

    private static SessionSettings settings(String resumeWindow) {
        return FakeServer.settings(Map.of(
                "max",
                SOCKETS + 10,
                "max-per-address",
                SOCKETS + 10,
                "openings-per-minute",
                10 * SOCKETS,
                "resume-window",
                resumeWindow));
    }

    private static RawVisitor beginToBecomeAHead(int port) throws IOException {
        RawVisitor visitor = showAHead(port);
        visitor.await("progress");
        return visitor;
    }

    private static RawVisitor showAHead(int port) throws IOException {
        RawVisitor visitor = new RawVisitor(port);
        assertThat(visitor.status()).isEqualTo(101);
        visitor.say(ClientMessage.Hello.standard());
        visitor.await("welcome");
        visitor.show(FRONTAL);
        return visitor;
    }

    /** Adds the gaps between the views, in milliseconds. */
    private static void watch(StreamClient client, Queue<Double> gaps, AtomicBoolean enough) {
        long last = System.nanoTime();
        while (!enough.get()) {
            client.say(new ClientMessage.Credit(1));
            client.awaitView();
            long now = System.nanoTime();
            gaps.add((now - last) / 1e6);
            last = now;
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /**
     * The part of a core that the process takes, in the calmest of some spells: compilers and collectors come and go.
     */
    private static double leastBusy() {
        double least = Double.POSITIVE_INFINITY;
        for (int spell = 0; spell < SPELLS; spell++) {
            long processor = processorNanos();
            long began = System.nanoTime();
            LockSupport.parkNanos(A_SPELL.toNanos());
            least = Math.min(least, (double) (processorNanos() - processor) / (System.nanoTime() - began));
        }
        return least;
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
