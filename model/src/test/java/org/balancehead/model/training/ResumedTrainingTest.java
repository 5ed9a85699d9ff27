package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedTrainingTest {
    private static final TrainingPlan PLAN = new TrainingPlan("miniature", 7, 4);
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

    private static void train(Path run) throws IOException {
        try (ReconstructionTraining training =
                new ReconstructionTraining(engine, PLAN, balls, balls, run, line -> {})) {
            training.train(EVERY);
        }
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
