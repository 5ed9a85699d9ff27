package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.tensor.BusyCollector;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedTrainingTest {
    private static final TrainingOrder ORDER = order("miniature", 7);
    private static final int EVERY = 2;
    private static final String HALF = "state-0000002";
    private static final String WHOLE = "state-0000004";

    @TempDir
    private static Path folder;

    private static TensorEngine engine;
    private static int threads;
    private static PackedViews balls;
    private static Path unbroken;

    @BeforeAll
    static void trainUnbroken() throws IOException {
        engine = TensorEngine.onCpu();
        threads = TensorEngine.threads();
        TensorEngine.useThreads(1); // several add gradients up in the order in which they happen to finish
        balls = new BallDataset(folder.resolve("balls"), 128).write(3, 3);
        unbroken = folder.resolve("unbroken");
        train(unbroken);
    }

    @AfterAll
    static void stop() {
        TensorEngine.useThreads(threads);
        engine.close();
    }

    /** To the bit: each step draws from its own seed, and states keep the engine's single precision. */
    @Test
    void equalsAnUnbrokenOne() throws IOException {
        Path resumed = folder.resolve("resumed");
        copy(unbroken.resolve(HALF), resumed.resolve(HALF));

        train(resumed);

        assertThat(changed(unbroken.resolve(WHOLE), resumed.resolve(WHOLE))).isEmpty();
    }

    @Test
    void equalsOneBesideABusyGarbageCollector() throws Exception {
        Path collected = BusyCollector.beside(() -> {
            Path run = folder.resolve("collected");
            train(run);
            return run;
        });

        assertThat(changed(unbroken.resolve(WHOLE), collected.resolve(WHOLE))).isEmpty();
    }

    @Test
    void isRefusedWithAnotherSeed() {
        TrainingOrder other = order("miniature", 8);

        assertThatThrownBy(() -> reopen(other, balls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "cannot be gone on with: its seed is 7, not 8; give the same, or another folder.");
    }

    @Test
    void isRefusedWithAnotherPreset() {
        TrainingOrder other = order("compact", 7);

        assertThatThrownBy(() -> reopen(other, balls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "cannot be gone on with: its preset is miniature, not compact; give the same, or another folder.");
    }

    @Test
    void isRefusedWithOtherData() {
        assertThatThrownBy(() -> reopen(ORDER, new BallDataset(folder.resolve("others"), 128).write(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        ".*: its data is 3 identities of 3 views of 128² \\(labels [0-9a-f]{8}\\), "
                                + "not 3 identities of 4 views of 128² \\(labels [0-9a-f]{8}\\); give the same, or another folder.");
    }

    @Test
    void changesWhatRaysTeach() throws IOException {
        Set<String> changed = changed(unbroken.resolve(HALF), unbroken.resolve(WHOLE));

        assertThat(changed)
                .contains(
                        "weights chart.basis",
                        "average chart.basis",
                        "optimiser chart.basis.first",
                        "optimiser chart.basis.second")
                .noneMatch(name -> name.contains("superresolution"));
    }

    /** Takes the remaining steps; half way and at the end, writes the state. */
    private static void train(Path run) throws IOException {
        RunFolder folder = new RunFolder(run);
        try (ReconstructionTraining training =
                new ReconstructionTraining(engine, ORDER, balls, balls, folder.latest())) {
            training.prepare(share -> {});
            while (training.step() < training.steps()) {
                training.take(training.draw(training.step()));
                if (training.step() % EVERY == 0) {
                    training.save(folder.state(training.step()));
                }
            }
        }
    }

    /** Of the closed form: three balls of which each has a size and a colour of its own. */
    @Test
    void beginsWithHeadsThatDiffer() {
        Optional<Checkpoint> state = Optional.of(Checkpoint.open(unbroken.resolve(HALF)));
        try (ReconstructionTraining training = new ReconstructionTraining(engine, ORDER, balls, balls, state)) {
            assertThat(training.variety()).isBetween(0.3, 1.5);
        }
    }

    private static void reopen(TrainingOrder order, PackedViews data) {
        Optional<Checkpoint> state = Optional.of(Checkpoint.open(unbroken.resolve(HALF)));
        new ReconstructionTraining(engine, order, data, balls, state).close();
    }

    private static TrainingOrder order(String preset, long seed) {
        return new TrainingOrder(
                preset,
                seed,
                4,
                OptionalInt.empty(),
                ConditionKind.SEMANTIC,
                true,
                "faceres",
                Path.of("data"),
                Path.of("held"),
                Optional.empty());
    }

    /** The arrays of the second state that are not in the first as they are. */
    private static Set<String> changed(Path first, Path second) throws IOException {
        Map<String, FloatBuffer> changed = numbers(second);
        changed.entrySet().removeAll(numbers(first).entrySet());
        return changed.keySet();
    }

    /** All numbers of a state: the weights, their moving average, the optimiser's moments. */
    private static Map<String, FloatBuffer> numbers(Path state) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(state);
        Map<String, FloatBuffer> numbers = new TreeMap<>();
        for (String part : List.of("weights", "average", "optimiser")) {
            checkpoint
                    .tensors(part + ".safetensors")
                    .forEach((name, tensor) -> numbers.put(part + " " + name, FloatBuffer.wrap(tensor.values())));
        }
        return numbers;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
