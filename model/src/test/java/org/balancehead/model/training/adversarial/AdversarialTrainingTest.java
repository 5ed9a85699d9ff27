package org.balancehead.model.training.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.tensor.BusyCollector;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.BallDataset;
import org.balancehead.model.training.Training;
import org.balancehead.model.training.TrainingOrder;
import org.balancehead.model.training.Trainings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdversarialTrainingTest {
    private static final GeneratorPreset TINY = GeneratorPreset.bundled("tiny");
    private static final int FEATURE = 1024; // as the face descriptor has

    @TempDir
    private static Path folder;

    private static TensorEngine engine;
    private static int threads;
    private static Path balls;

    @BeforeAll
    static void start() throws IOException {
        engine = TensorEngine.onCpu();
        threads = TensorEngine.threads();
        TensorEngine.useThreads(1); // several add gradients up in the order in which they happen to finish
        balls = folder.resolve("balls");
        PackedViews views = new BallDataset(balls, 64).write(6, 3);
        Random random = new Random(1);
        List<String> names = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        for (int i = 0; i < views.identities(); i++) {
            names.add(views.name(i));
            float[] feature = new float[FEATURE];
            for (int k = 0; k < FEATURE; k++) {
                feature[k] = (float) (100 + random.nextGaussian());
            }
            features.add(feature);
        }
        SemanticFeatures.of("faceres", names, features).write(balls);
    }

    @AfterAll
    static void stop() {
        TensorEngine.useThreads(threads);
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(ConditionKind.class)
    void takesStepsWithEveryCondition(ConditionKind kind) throws IOException {
        try (Training<AdversarialBatch> training = open(kind, kind.hasSemantic(), "batch = 4", Optional.empty())) {
            Map<String, Double> first = training.take(training.draw(0));
            training.take(training.draw(1));

            assertThat(training.step()).isEqualTo(2);
            assertThat(first).containsKeys("generator", "discriminator", "R1").doesNotContainValue(Double.NaN);
            assertThat(first.containsKey("ViCiCo")).isEqualTo(kind.hasSemantic());
        }
    }

    @Test
    void aResumedRunEqualsAnUnbrokenOne() throws IOException {
        Path state = folder.resolve("state");
        Map<String, Double> unbroken;
        try (Training<AdversarialBatch> training = open(ConditionKind.SEMANTIC, true, "batch = 4", Optional.empty())) {
            training.take(training.draw(0));
            training.save(state);
            training.take(training.draw(1));
            unbroken = training.take(training.draw(2));
        }
        try (Training<AdversarialBatch> training =
                open(ConditionKind.SEMANTIC, true, "batch = 4", Optional.of(Checkpoint.open(state)))) {
            training.take(training.draw(1));

            assertThat(training.take(training.draw(2))).isEqualTo(unbroken);
        }
    }

    @Test
    void garbageCollectionsBetweenForwardAndBackwardChangeNothing() throws Exception {
        assertThat(BusyCollector.beside(AdversarialTrainingTest::threeSteps)).isEqualTo(threeSteps());
    }

    private static List<Map<String, Double>> threeSteps() throws IOException {
        List<Map<String, Double>> terms = new ArrayList<>();
        try (Training<AdversarialBatch> training = open(ConditionKind.SEMANTIC, true, "batch = 4", Optional.empty())) {
            for (int step = 0; step < 3; step++) {
                terms.add(training.take(training.draw(step)));
            }
        }
        return terms;
    }

    @Test
    void aStateOfAnotherConditionIsRefused() throws IOException {
        Path state = folder.resolve("other");
        try (Training<AdversarialBatch> training = open(ConditionKind.SEMANTIC, true, "batch = 4", Optional.empty())) {
            training.save(state);
        }

        assertThatThrownBy(() -> open(ConditionKind.VIEW, false, "batch = 4", Optional.of(Checkpoint.open(state))))
                .hasMessageContaining("condition is semantic, not view");
    }

    @Test
    void theAccumulatedGradientOfEqualPartsIsThatOfOnePart() throws IOException {
        String whole = "batch = 4, accumulated = 1";
        String halves = "batch = 4, accumulated = 2";
        Map<String, Double> once;
        Map<String, Double> twice;
        try (Training<AdversarialBatch> training = open(ConditionKind.NONE, false, whole, Optional.empty())) {
            once = training.take(training.draw(0));
        }
        try (Training<AdversarialBatch> training = open(ConditionKind.NONE, false, halves, Optional.empty())) {
            twice = training.take(training.draw(0));
        }

        // the terms agree but for the samples that are drawn and the variety of smaller groups
        assertThat(twice.keySet()).isEqualTo(once.keySet());
        assertThat(twice.getOrDefault("generator", 0.0)).isCloseTo(once.getOrDefault("generator", 9.0), within(0.1));
    }

    @Test
    void viCiCoWithoutASemanticConditionIsRefused() {
        assertThatThrownBy(() -> open(ConditionKind.VIEW, true, "batch = 4", Optional.empty()))
                .hasMessageStartingWith("ViCiCo needs a semantic condition, not 'view'");
    }

    @Test
    void whatIsPublishedTakesFeaturesAsEncodersGiveThem() throws IOException {
        Path published = folder.resolve("published");
        try (AdversarialTraining training = open(ConditionKind.SEMANTIC, true, "batch = 4", Optional.empty())) {
            training.take(training.draw(0));
            training.publish(published, "balls", "1");
            Path sheet = folder.resolve("sheet.png");
            training.drawSamples(sheet);

            assertThat(Files.size(sheet)).isPositive();
            assertThat(training.variety()).isBetween(0.0, 3.0);
        }

        float[] feature = SemanticFeatures.read(balls, "faceres").orElseThrow().of(0);
        try (HeadModel model = HeadModels.open(published, "cpu", 1);
                Avatar head = model.draw(3, 1, feature)) {
            RgbImage front = model.render(head, CameraPose.orbit(0, 0));

            assertThat(front.width()).isEqualTo(64);
        }
    }

    @Test
    void trainsOnPicturesWithoutMasks() throws IOException {
        Path pictures = folder.resolve("pictures");
        new BallDataset(pictures, 64).writePictures(8, 1);
        TrainingOrder order = new TrainingOrder(
                "tiny",
                5,
                10,
                OptionalInt.empty(),
                ConditionKind.VIEW,
                false,
                "faceres",
                pictures,
                pictures,
                Optional.empty());

        try (Training<?> training = Trainings.open(engine, order, Optional.empty())) {
            assertThat(takeOne(training)).containsKeys("discriminator", "generator", "R1");
        }
    }

    private static <B> Map<String, Double> takeOne(Training<B> training) {
        return training.take(training.draw(0));
    }

    private static AdversarialTraining open(
            ConditionKind kind, boolean vicico, String settings, Optional<Checkpoint> state) throws IOException {
        TrainingOrder order = new TrainingOrder(
                "tiny", 5, 10, OptionalInt.empty(), kind, vicico, "faceres", balls, balls, Optional.empty());
        return new AdversarialTraining(
                engine,
                order,
                TINY,
                AdversarialSettings.of("tiny", OptionalInt.empty(), ConfigFactory.parseString(settings)),
                ConditionedPictures.open(balls, 64, kind, "faceres"),
                state);
    }
}
