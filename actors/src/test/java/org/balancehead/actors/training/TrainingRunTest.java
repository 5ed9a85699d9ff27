package org.balancehead.actors.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.model.training.DivergedException;
import org.balancehead.model.training.RunFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("training-thread { type = PinnedDispatcher, executor = thread-pool-executor }")
                    .withFallback(ManualTime.config()));
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final TrainingSettings SETTINGS = new TrainingSettings(
            3, 2, 3, 2, 0.15, 2, 4, 3, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMinutes(1));
    private static final Duration SAVE_EVERY = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HeardRun heard = new HeardRun();
    private final CompletableFuture<RunEnd> ended = new CompletableFuture<>();
    private CheckpointJudge judge = checkpoint -> Map.of("quality", 1.0);

    @TempDir
    private Path folder;

    @BeforeEach
    void forgetTimers() {
        TIME.timePasses(Duration.ofMinutes(30));
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void takesEveryStepOnceInOrderOnOneThreadAndLeavesWhatWasAskedFor() throws Exception {
        FakeTraining training = new FakeTraining(0, 9);

        RunEnd end = end(start(training, Optional.empty()));

        assertThat(end)
                .isEqualTo(new RunEnd(true, "9 steps are taken: the checkpoint is %s.".formatted(path("model"))));
        assertThat(training.taken).isEqualTo(IntStream.range(0, 9).boxed().toList());
        assertThat(training.threads).hasSize(1);
        assertThat(training.closed).isTrue();
        assertThat(names(folder))
                .contains("best.json", "losses.csv", "losses.png", "model", "state-0000000", "state-0000009");
        assertThat(names(path("samples")))
                .containsExactly("step-0000000.png", "step-0000004.png", "step-0000008.png", "step-0000009.png");
        assertThat(names(path("snapshots"))).containsExactly("step-0000009");
        assertThat(Files.readAllLines(path("losses.csv")))
                .contains("2,loss,0.500000", "8,loss,6.500000", "9,loss,8.000000", "9,quality,1.000000");
    }

    @Test
    void drawsNoMoreAheadThanTheWindowHolds() throws Exception {
        FakeTraining training = new FakeTraining(0, 50);

        end(start(training, Optional.empty()));

        assertThat(training.drawn).hasValue(50);
        assertThat(heard.mostAhead()).isBetween(1, SETTINGS.batchesAhead());
    }

    @Test
    void beginsWhereAStateEndedAndForgetsTheCurvesAfterIt() throws Exception {
        Files.writeString(path("losses.csv"), "2,loss,0.500000\n4,loss,7.000000\n");
        FakeTraining training = new FakeTraining(2, 4);

        end(start(training, Optional.empty()));

        assertThat(training.taken).containsExactly(2, 3);
        assertThat(Files.readAllLines(path("losses.csv")))
                .startsWith("2,loss,0.500000", "4,loss,2.500000")
                .doesNotContain("4,loss,7.000000");
    }

    @Test
    void stopsAfterTheStepThatIsBeingTakenAndSavesIt() throws Exception {
        FakeTraining training = new FakeTraining(0, 1000);
        training.gate.drainPermits();
        ActorRef<TrainingRun.Command> run = start(training, Optional.empty());
        awaitBlocked(training);

        run.tell(new TrainingRun.Stop());
        training.gate.release();
        RunEnd end = end(run);

        assertThat(end)
                .isEqualTo(new RunEnd(true, "Stopped at step 1 of 1000, with its state saved: add --resume to go on."));
        assertThat(names(folder)).contains("state-0000001").doesNotContain("model");
        assertThat(Files.readAllLines(path("losses.csv"))).contains("1,loss,0.000000");
    }

    @Test
    void savesWhenItIsTimeAtTheNextPointOfTheCurves() throws Exception {
        FakeTraining training = new FakeTraining(0, 1000);
        training.gate.drainPermits();
        ActorRef<TrainingRun.Command> run = start(training, Optional.empty());
        awaitBlocked(training);

        TIME.timePasses(SAVE_EVERY);
        training.gate.release(3);
        awaitTaken(training, 3);
        awaitBlocked(training);

        assertThat(names(folder)).contains("state-0000002").doesNotContain("state-0000001", "state-0000003");
        stop(run, training);
    }

    @Test
    void finishesEarlyWhenItsTimeIsUp() throws Exception {
        FakeTraining training = new FakeTraining(0, 1000);
        training.gate.drainPermits();
        ActorRef<TrainingRun.Command> run = start(training, Optional.of(Duration.ofMinutes(5)));
        awaitBlocked(training);

        TIME.timePasses(Duration.ofMinutes(5));
        training.gate.release();
        RunEnd end = end(run);

        assertThat(end.good()).isTrue();
        assertThat(end.sentence())
                .isEqualTo("Time is up at step 1 of 1000: the checkpoint is %s; add --resume to go on."
                        .formatted(path("model")));
        assertThat(names(folder)).contains("model", "state-0000001");
    }

    @Test
    void goesOnWithTheLastGoodStateWhenTheDiskIsFull() throws Exception {
        FakeTraining training = new FakeTraining(0, 1000);
        training.gate.drainPermits();
        ActorRef<TrainingRun.Command> run = start(training, Optional.empty());
        awaitBlocked(training);

        training.diskFull = true;
        TIME.timePasses(SAVE_EVERY);
        training.gate.release(2);
        awaitTaken(training, 2);
        awaitBlocked(training);
        run.tell(new TrainingRun.Stop());
        training.gate.release();
        RunEnd end = end(run);

        assertThat(heard.sentences())
                .contains("The state of step 2 could not be written (No space left on device). The last state is %s."
                        .formatted(path("state-0000000")));
        assertThat(end)
                .isEqualTo(new RunEnd(
                        false,
                        "The last state, of step 3, could not be written (No space left on device): make room, then add --resume. The last state is %s."
                                .formatted(path("state-0000000"))));
        assertThat(names(folder)).contains("state-0000000").doesNotContain("state-0000002", "state-0000003");
    }

    @Test
    void drawsAgainWhatADeadReaderOwed() throws Exception {
        FakeTraining training = new FakeTraining(0, 8);
        training.drawing = index -> {
            if (index == 4 && training.drawn.get() < 7) {
                throw new IllegalStateException("a torn picture");
            }
            return index;
        };

        RunEnd end = end(start(training, Optional.empty()));

        assertThat(end.good()).isTrue();
        assertThat(training.taken).isEqualTo(IntStream.range(0, 8).boxed().toList());
        assertThat(heard.sentences())
                .contains(
                        "A batch could not be drawn (java.lang.IllegalStateException: a torn picture): trying again.");
    }

    @Test
    void endsWhenABatchCannotBeDrawnAtAll() throws Exception {
        FakeTraining training = new FakeTraining(0, 8);
        training.drawing = index -> {
            throw new IllegalStateException("a torn picture");
        };

        RunEnd end = end(start(training, Optional.empty()));

        assertThat(end.good()).isFalse();
        assertThat(end.sentence())
                .startsWith(
                        "The batches after step 0 cannot be drawn: java.lang.IllegalStateException: a torn picture.");
    }

    @Test
    void endsInOneSentenceWhenTheTrainerDies() throws Exception {
        FakeTraining training = new FakeTraining(0, 8);
        training.taking = () -> {
            if (training.taken.size() == 3) {
                throw new IllegalStateException("the engine broke");
            }
        };

        RunEnd end = end(start(training, Optional.empty()));

        assertThat(end)
                .isEqualTo(new RunEnd(
                        false,
                        "Training failed at step 3: java.lang.IllegalStateException: the engine broke. The last state is %s."
                                .formatted(path("state-0000000"))));
        assertThat(training.closed).isTrue();
    }

    @Test
    void endsWhenTheLossIsNotANumber() throws Exception {
        FakeTraining training = new FakeTraining(0, 8);
        training.taking = () -> {
            throw new DivergedException("Training diverged: the loss of step 0 is NaN.");
        };

        RunEnd end = end(start(training, Optional.empty()));

        assertThat(end)
                .isEqualTo(new RunEnd(
                        false,
                        "Training diverged: the loss of step 0 is NaN. The last state is %s."
                                .formatted(path("state-0000000"))));
    }

    @Test
    void endsWhenAllHeadsBecomeOneAndSavesNoSuchState() throws Exception {
        FakeTraining training = new FakeTraining(0, 1000);
        training.varieties = step -> step < 8 ? 0.9 : 0.01;

        RunEnd end = end(start(training, Optional.empty()));

        assertThat(end.good()).isFalse();
        assertThat(end.sentence())
                .isEqualTo(
                        "Training collapsed: all heads became one (variety 0.010 at step 12, least 0.150); begin anew with another seed or weights of the losses. The last state is %s."
                                .formatted(path("state-0000000")));
        assertThat(training.taken).hasSize(12);
    }

    @Test
    void goesOnWithoutFiguresWhenTheJudgeFails() throws Exception {
        judge = checkpoint -> {
            throw new IOException("no descriptor here");
        };

        RunEnd end = end(start(new FakeTraining(0, 4), Optional.empty()));

        assertThat(end.good()).isTrue();
        assertThat(heard.sentences()).contains("The checkpoint of step 4 could not be judged: no descriptor here.");
        assertThat(names(folder)).contains("model").doesNotContain("best.json");
    }

    @Test
    void judgesSnapshotsAndKeepsTheBest() throws Exception {
        judge = checkpoint -> Map.of("quality", checkpoint.endsWith("step-0000003") ? 9.0 : 1.0);

        RunEnd end = end(start(new FakeTraining(0, 6), Optional.empty(), 3));

        assertThat(end.good()).isTrue();
        assertThat(names(path("snapshots"))).containsExactly("step-0000003");
        assertThat(path("best.json")).content().contains("step-0000003");
        assertThat(path("model")).isDirectory();
    }

    private ActorRef<TrainingRun.Command> start(FakeTraining training, Optional<Duration> budget) throws IOException {
        return start(training, budget, 0);
    }

    private ActorRef<TrainingRun.Command> start(FakeTraining training, Optional<Duration> budget, int snapshots)
            throws IOException {
        RunPlan plan = new RunPlan("model", "1", 4, snapshots, SAVE_EVERY, budget, Yardstick.parse("highest quality"));
        TrainingRun.Parts parts = new TrainingRun.Parts(
                training, new RunFolder(folder), checkpoint -> judge.judge(checkpoint), Optional.empty(), heard, ended);
        return KIT.spawn(TrainingRun.create(parts, plan, SETTINGS));
    }

    /** How the run ends, and that all its actors are gone then. */
    private RunEnd end(ActorRef<TrainingRun.Command> run) throws Exception {
        RunEnd end = ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        TestProbe<Object> watcher = KIT.createTestProbe();
        watcher.expectTerminated(run);
        return end;
    }

    private void stop(ActorRef<TrainingRun.Command> run, FakeTraining training) throws Exception {
        run.tell(new TrainingRun.Stop());
        training.gate.release();
        end(run);
    }

    private static void awaitBlocked(FakeTraining training) {
        KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(training.gate.hasQueuedThreads()).isTrue();
            return null;
        });
    }

    private static void awaitTaken(FakeTraining training, int steps) {
        KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(training.taken).hasSize(steps);
            return null;
        });
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private static List<String> names(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
