package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.ModelEntry;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.deployment.Serving;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.model.HeadModel;
import org.balancehead.model.benchmark.Samples;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.deployment.CheckpointFolders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The default checkpoint is deployed again and again: loaded, inverted and rendered with, and freed when the next one
 * serves. What the engine holds of it is gone each time, and the process stays as large as it is. The long form is
 * {@code -Dswap.rounds=200}; resident memory goes up and down by some 50 MB from round to round, so that it is held
 * over {@value #ROUNDS_TO_JUDGE_BY} rounds and more only.
 */
@Tag("memory")
class SwapLeakIT {
    private static final Logger LOG = LoggerFactory.getLogger(SwapLeakIT.class);
    private static final int ROUNDS = Integer.getInteger("swap.rounds", 5);
    private static final int ROUNDS_TO_WARM_UP = 3;
    private static final int PLANTED_ROUNDS = 1;
    private static final int ROUNDS_TO_JUDGE_BY = 20;
    private static final int REPORT_EVERY = 20;
    private static final long MOST_GROWTH = 50 * ResidentMemory.MEGABYTE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration UNTIL_SETTLED = Duration.ofSeconds(10);
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Candidate GOOD = CheckpointFolders.candidate(
            CheckpointRepository.of(Path.of(System.getProperty("balancehead.home"), "checkpoints"))
                    .resolve(CheckpointRepository.DEFAULT));

    private final TestProbe<Serving> owner = KIT.createTestProbe();
    private final TestProbe<DeploymentReply> operator = KIT.createTestProbe();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void leavesNothingOfAVersionThatWasFreed() throws Exception {
        Left left = left(GOOD, ROUNDS);

        assertThat(left.arrays()).isZero();
        if (ROUNDS >= ROUNDS_TO_JUDGE_BY) {
            assertThat(left.resident()).isLessThanOrEqualTo(MOST_GROWTH);
        }
    }

    @Test
    void wouldSeeAVersionThatIsNotFreed() throws Exception {
        Candidate leaking = new Candidate(
                GOOD.name(),
                GOOD.version(),
                GOOD.folder(),
                GOOD.floor(),
                (device, number) -> unclosed(GOOD.opening().open(device, number)));

        assertThat(left(leaking, PLANTED_ROUNDS).arrays()).isGreaterThan(30L * PLANTED_ROUNDS);
    }

    /** The model, but for its end. */
    private static HeadModel unclosed(HeadModel model) {
        return (HeadModel) Proxy.newProxyInstance(
                HeadModel.class.getClassLoader(),
                new Class<?>[] {HeadModel.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(model, arguments));
    }

    /**
     * What there is more than after the first rounds.
     *
     * @param arrays at the most, after any of the rounds
     * @param resident bytes of the process, by the medians of both halves of the rounds
     */
    private record Left(long arrays, long resident) {}

    /** Deploys a checkpoint so many times, after some to warm up. */
    private Left left(Candidate candidate, int rounds) throws Exception {
        TensorEngine.useThreads(1);
        ActorRef<DeploymentCoordinator.Command> coordinator = KIT.spawn(DeploymentCoordinator.create(
                candidate,
                folder -> candidate,
                InferenceSettings.DEFAULTS,
                new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.atOnce()),
                owner.ref(),
                new CountedMetrics().live()));
        taken(coordinator);
        for (int round = 1; round <= ROUNDS_TO_WARM_UP; round++) {
            swap(coordinator, round);
        }
        long first = arrays();
        assertThat(first).as("arrays of the version that serves").isPositive();
        List<Double> resident = new ArrayList<>();
        long left = 0;
        int last = ROUNDS_TO_WARM_UP + rounds;
        for (int round = ROUNDS_TO_WARM_UP + 1; round <= last; round++) {
            swap(coordinator, round);
            left = Math.max(left, arraysBeyond(first));
            resident.add((double) ResidentMemory.settled());
            if (round % REPORT_EVERY == 0 || round == last) {
                LOG.info(
                        "After {} rounds: {} arrays, at most {} more than after the first three; resident {} MiB, {} in the fourth",
                        round,
                        arrays(),
                        left,
                        Math.round(resident.get(resident.size() - 1) / ResidentMemory.MEGABYTE),
                        Math.round(resident.get(0) / ResidentMemory.MEGABYTE));
            }
        }
        long grown = growth(resident);
        LOG.info("Grown by {} MiB in {} rounds", grown / ResidentMemory.MEGABYTE, rounds);
        coordinator.tell(new DeploymentCoordinator.Close());
        operator.expectTerminated(coordinator, PATIENCE);
        return new Left(left, grown);
    }

    /** What is added from the first to the last, where it is added evenly. */
    private static long growth(List<Double> samples) {
        int half = samples.size() / 2;
        Samples earlier = Samples.of(samples.subList(0, Math.max(1, half)));
        Samples later = Samples.of(samples.subList(half, samples.size()));
        return Math.round(2 * (later.median() - earlier.median()));
    }

    /** Deploys once more, and waits until the one before is freed. */
    private void swap(ActorRef<DeploymentCoordinator.Command> coordinator, int round) {
        coordinator.tell(new DeploymentCoordinator.Deploy(Path.of("again"), operator.ref()));
        DeploymentReply reply = operator.receiveMessage(PATIENCE);
        assertThat(reply).isInstanceOf(DeploymentReply.Accepted.class);
        taken(coordinator);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (state(coordinator, round) != ModelState.RETIRED) {
            assertThat(System.nanoTime()).as("version %d is not freed", round).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void taken(ActorRef<DeploymentCoordinator.Command> coordinator) {
        Serving serving = owner.receiveMessage(PATIENCE);
        assertThat(serving).isInstanceOf(Serving.NowServing.class);
        coordinator.tell(new DeploymentCoordinator.ServingTaken(serving.turn()));
    }

    private static ModelState state(ActorRef<DeploymentCoordinator.Command> coordinator, int number) {
        TestProbe<DeploymentReply> asker = KIT.createTestProbe();
        coordinator.tell(new DeploymentCoordinator.ListModels(asker.ref()));
        ModelState state = ((DeploymentReply.Listed) asker.receiveMessage())
                .models().stream()
                        .filter(entry -> entry.number() == number)
                        .map(ModelEntry::state)
                        .findFirst()
                        .orElseThrow();
        asker.stop();
        return state;
    }

    /** How many more there are, when threads that have just ended are gone, too. */
    private static long arraysBeyond(long expected) throws JMException {
        long deadline = System.nanoTime() + UNTIL_SETTLED.toNanos();
        long beyond = arrays() - expected;
        while (beyond > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
            beyond = arrays() - expected;
        }
        return beyond;
    }

    /** Native arrays that something still holds: a full collection, then the histogram of what is reachable. */
    private static long arrays() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[] {}},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+", -1)) // rank, instances, bytes, class, perhaps module
                .filter(words -> words.length > 3 && words[3].equals("ai.djl.pytorch.engine.PtNDArray"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }
}
