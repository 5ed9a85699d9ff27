package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.balancehead.model.condition.HeadDescriptor;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemanticTrainingTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static TensorEngine engine;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void learnsWhatHeadsAreAndHowToTellThemApart() throws IOException {
        Path data = new DrawnDataset(folder).write(12);
        Path weights = folder.resolve("heads.safetensors");
        List<String> log = new ArrayList<>();
        try (SemanticTraining training =
                new SemanticTraining(engine, data, new SemanticOrder(1, 50, LONG, 6), log::add)) {
            training.train();
            training.write(weights);
        }

        EncoderEvaluation figures;
        try (HeadDescriptor descriptor = HeadDescriptor.open(weights, engine)) {
            figures = EncoderEvaluation.of(descriptor, data, Optional.of(data), (done, total) -> {});
        }

        assertThat(log).hasSize(1).first().asString().startsWith("step 50: amounts ");
        assertThat(figures.retrieval().queries()).isEqualTo(48);
        assertThat(figures.retrieval().gallery()).isEqualTo(24);
        TraitPrediction traits = figures.traits().orElseThrow();
        assertThat(traits.facts()).containsOnlyKeys("age");
        assertThat(traits.facts().get("age")).isGreaterThan(0.8);
        assertThat(traits.kinds().get("style")).isEqualTo(1);
        assertThat(traits.commonest().get("style")).isEqualTo(0.5);
    }

    @Test
    void theSameSeedGivesTheSameWeights() throws IOException {
        Path data = new DrawnDataset(folder).write(4);

        assertThat(feature(data, 1)).isEqualTo(feature(data, 1)).isNotEqualTo(feature(data, 2));
    }

    @Test
    void endsWhenItsTimeIsOver() throws IOException {
        Path data = new DrawnDataset(folder).write(4);
        SemanticOrder order = new SemanticOrder(1, 1_000_000, Duration.ofMillis(1), 2);

        try (SemanticTraining training = new SemanticTraining(engine, data, order, line -> {})) {
            training.train();
            training.write(folder.resolve("early.safetensors"));
        }

        assertThat(folder.resolve("early.safetensors")).isNotEmptyFile();
    }

    @Test
    void refusesBatchesLargerThanTheDataset() throws IOException {
        Path data = new DrawnDataset(folder).write(3);

        assertThatThrownBy(() -> new SemanticTraining(engine, data, new SemanticOrder(1, 1, LONG, 4), line -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Batches of 4 different heads cannot be drawn from 3 identities.");
    }

    @Test
    void refusesAnOrderThatCannotBeCarriedOut() {
        assertThatThrownBy(() -> new SemanticOrder(1, 0, LONG, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 steps");
        assertThatThrownBy(() -> new SemanticOrder(1, 5, Duration.ZERO, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SemanticOrder(1, 5, LONG, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SemanticOrder(1, 5, LONG, 513)).isInstanceOf(IllegalArgumentException.class);
    }

    private float[] feature(Path data, long seed) throws IOException {
        Path weights = folder.resolve("heads.safetensors");
        SemanticOrder order = new SemanticOrder(seed, 2, LONG, 2);
        try (SemanticTraining training = new SemanticTraining(engine, data, order, line -> {})) {
            training.train();
            training.write(weights);
        }
        try (SemanticEncoder encoder = HeadDescriptor.open(weights, engine)) {
            float[] feature =
                    FrontalFeatures.of(data, encoder, (done, total) -> {}).of(0);
            double squares = 0;
            for (float number : feature) {
                squares += number * number;
            }
            assertThat(squares).isCloseTo(HeadDescriptor.DIMENSION, within(0.01));
            return feature;
        }
    }
}
