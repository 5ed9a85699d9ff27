package org.balancehead.model.training.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.BusyCollector;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.BallDataset;
import org.balancehead.model.training.TrainingOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartRefinementTest {
    private static final ChartPreset MINIATURE = ChartPreset.load("miniature");
    private static final int FEATURE = 1024;

    @TempDir
    private static Path folder;

    private static TensorEngine engine;
    private static int threads;
    private static PackedViews balls;
    private static float[][] features;
    private static Checkpoint start;

    @BeforeAll
    static void start() throws IOException {
        engine = TensorEngine.onCpu();
        threads = TensorEngine.threads();
        TensorEngine.useThreads(1); // several add gradients up in the order in which they happen to finish
        balls = new BallDataset(folder.resolve("balls"), 128).write(3, 3);
        Random random = new Random(2);
        features = new float[balls.identities()][FEATURE];
        for (float[] feature : features) {
            for (int k = 0; k < FEATURE; k++) {
                feature[k] = random.nextFloat();
            }
        }
        start = write(folder.resolve("start"), random, name -> true);
    }

    @AfterAll
    static void stop() {
        TensorEngine.useThreads(threads);
        engine.close();
    }

    @Test
    void listensToTheDiscriminatorAfterItsHeadStart() {
        try (ChartRefinement training = open(Optional.empty())) {
            Map<String, Double> terms = training.take(training.draw(0));
            Map<String, Double> later = training.take(training.draw(1));

            assertThat(terms).containsKeys("pixels", "features", "generator", "discriminator", "ViCiCo", "R1");
            assertThat(later).doesNotContainKey("R1").doesNotContainValue(Double.NaN);
        }
    }

    @Test
    void aResumedRunEqualsAnUnbrokenOne() {
        Path state = folder.resolve("state");
        Map<String, Double> unbroken;
        try (ChartRefinement training = open(Optional.empty())) {
            training.take(training.draw(0));
            training.save(state);
            training.take(training.draw(1));
            unbroken = training.take(training.draw(2));
        }
        try (ChartRefinement training = open(Optional.of(Checkpoint.open(state)))) {
            training.take(training.draw(1));

            assertThat(training.take(training.draw(2))).isEqualTo(unbroken);
        }
    }

    @Test
    void garbageCollectionsBetweenForwardAndBackwardChangeNothing() throws Exception {
        assertThat(BusyCollector.beside(ChartRefinementTest::threeSteps)).isEqualTo(threeSteps());
    }

    private static List<Map<String, Double>> threeSteps() {
        List<Map<String, Double>> terms = new ArrayList<>();
        try (ChartRefinement training = open(Optional.empty())) {
            for (int step = 0; step < 3; step++) {
                terms.add(training.take(training.draw(step)));
            }
        }
        return terms;
    }

    @Test
    void patchesThatAreSeenAgainAndAgainComeNearerToTheData() {
        try (ChartRefinement training = open(Optional.empty())) {
            PatchBatch same = training.draw(0);
            double before = training.moves().take(same, 1).getOrDefault("pixels", Double.NaN);
            double after = before;
            for (int i = 0; i < 60; i++) {
                after = training.moves().take(same, 1).getOrDefault("pixels", Double.NaN);
            }

            assertThat(after).isLessThan(0.9 * before);
        }
    }

    @Test
    void aCheckpointOfAnotherPresetIsRefused() {
        TrainingOrder order = order("compact");

        assertThatThrownBy(() -> new ChartRefinement(
                        engine,
                        order,
                        RefinementSettings.of("miniature"),
                        start,
                        balls,
                        balls,
                        features,
                        Optional.empty()))
                .hasMessage("The checkpoint to begin from is a miniature, not a compact: choose another.");
    }

    @Test
    void anotherMappingNetworkIsTrainedAnewBeforeHeadsAreDrawnByIt() {
        Checkpoint older = write(folder.resolve("older"), new Random(2), name -> !name.equals("mapping.fc1.weight"));

        assertThatThrownBy(() -> open(older, order("miniature")))
                .hasMessage(
                        "The checkpoint to begin from has another mapping network than a miniature has now: have it trained anew first, by --steps 0.");
        try (ChartRefinement ofNoSteps = open(older, order("miniature", 0))) {
            assertThat(ofNoSteps.steps()).isZero();
        }
    }

    private static ChartRefinement open(Optional<Checkpoint> state) {
        return open(start, order("miniature"), state);
    }

    private static ChartRefinement open(Checkpoint from, TrainingOrder order) {
        return open(from, order, Optional.empty());
    }

    private static ChartRefinement open(Checkpoint from, TrainingOrder order, Optional<Checkpoint> state) {
        return new ChartRefinement(
                engine, order, RefinementSettings.of("miniature"), from, balls, balls, features, state);
    }

    private static TrainingOrder order(String preset) {
        return order(preset, 100);
    }

    private static TrainingOrder order(String preset, int steps) {
        return new TrainingOrder(
                preset,
                3,
                steps,
                OptionalInt.empty(),
                ConditionKind.SEMANTIC,
                true,
                "faceres",
                folder.resolve("balls"),
                folder.resolve("balls"),
                Optional.of(folder.resolve("start")));
    }

    /** A checkpoint of random networks about a grey ball. */
    private static Checkpoint write(Path target, Random random, Predicate<String> kept) {
        try (ParameterMap weights = new ParameterMap(engine);
                CheckpointWriter writer = CheckpointWriter.begin(target)) {
            ChartGenerator.initialise(MINIATURE, weights, random);
            HeadEncoder.initialise(MINIATURE, weights, random);
            ChartGenerator.initialiseMapping(engine, MINIATURE, weights, random);
            int texels = MINIATURE.mapWidth() / 2 * MINIATURE.mapHeight();
            float[] mean = new float[4 * texels];
            float[] basis = new float[MINIATURE.wDimension() * mean.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = i < texels ? 0.2f : 0.5f;
            }
            for (int i = 0; i < basis.length; i++) {
                basis[i] = (float) (0.01 * random.nextGaussian());
            }
            LinearChart.put(MINIATURE, weights, mean, basis);
            int inputs = 4 * HeadEncoder.SMALL * HeadEncoder.SMALL;
            weights.put("encoder.mean", new float[inputs], inputs);
            weights.put("encoder.linear", new float[inputs * MINIATURE.wDimension()], inputs, MINIATURE.wDimension());
            var stored = Weights.store(weights);
            stored.keySet().removeIf(kept.negate());
            var encoder = new LinkedHashMap<>(stored);
            encoder.keySet().removeIf(name -> !name.startsWith("encoder."));
            stored.keySet().removeIf(name -> name.startsWith("encoder."));
            writer.tensors(CheckpointFiles.GENERATOR, stored);
            writer.tensors(CheckpointFiles.ENCODER, encoder);
            return writer.publish(Manifest.of(
                    "balls",
                    "1",
                    "miniature",
                    new Manifest.Condition("semantic", "faceres", FEATURE),
                    Map.of(),
                    Map.of(),
                    null));
        }
    }
}
