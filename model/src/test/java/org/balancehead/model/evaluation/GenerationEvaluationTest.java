package org.balancehead.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TorchScriptFiles;
import org.balancehead.model.training.BallDataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationEvaluationTest {
    private static final int SIZE = 64;

    /** A level view every 30 degrees. */
    private static final int VIEWS = 12;

    private static final GenerationSettings FEW = new GenerationSettings(6, 1);

    @TempDir
    private static Path data;

    private static PackedViews balls;

    @TempDir
    private Path folder;

    private final List<String> shown = new ArrayList<>();

    @BeforeAll
    static void write() throws IOException {
        balls = new BallDataset(data, SIZE).write(20, VIEWS);
    }

    @Test
    void findsCopiesOfTheDataNearerAndMoreDiverseThanOneHead() {
        try (GenerationEvaluation evaluation = open(FEW)) {
            Map<String, Estimate> copies = evaluation.measure(new Shown(ConditionKind.SEMANTIC));
            Map<String, Estimate> oneHead = evaluation.measure(new Shown(ConditionKind.SEMANTIC) {
                @Override
                RgbImage picture(int identity, CameraPose camera) {
                    return super.picture(3, camera);
                }
            });

            assertThat(copies)
                    .containsOnlyKeys(
                            "fidFront_colours",
                            "fidRandom_colours",
                            "bias_colours",
                            "diversityFront_colours",
                            "diversityRandom_colours",
                            "identity30",
                            "identity60",
                            "identity90",
                            "toldApart",
                            "toldApartOwn");
            assertThat(mean(copies, "toldApart")).isGreaterThan(0.9);
            assertThat(mean(copies, "toldApartOwn")).isEqualTo(1);
            assertThat(mean(oneHead, "toldApart")).isCloseTo(0.5, within(1e-9));
            assertThat(mean(oneHead, "toldApartOwn")).isCloseTo(0.5, within(1e-9));
            assertThat(mean(copies, "fidFront_colours")).isPositive().isLessThan(mean(oneHead, "fidFront_colours") / 2);
            assertThat(mean(copies, "diversityFront_colours")).isBetween(0.6, 1.5);
            assertThat(mean(oneHead, "diversityFront_colours")).isCloseTo(0, within(1e-3));
            assertThat(mean(oneHead, "diversityRandom_colours")).isPositive();
            assertThat(mean(copies, "identity30")).isBetween(0.0, 1.0);
        }
    }

    @Test
    void drawsAHeadOnceForTheFrontalViewAndAgainForItsOwnOnlyWhereViewsAreTold() {
        Shown semantic = new Shown(ConditionKind.SEMANTIC);
        Shown view = new Shown(ConditionKind.VIEW);

        try (GenerationEvaluation evaluation = open(new GenerationSettings(3, 1))) {
            assertThat(evaluation.measure(semantic)).doesNotContainKey("fidRandomOwnView_colours");
            assertThat(evaluation.measure(view)).containsKey("fidRandomOwnView_colours");
        }

        assertThat(semantic.told).hasSize(3).containsOnly(0.0);
        assertThat(view.told).hasSize(6);
        assertThat(List.of(view.told.get(0), view.told.get(2), view.told.get(4)))
                .containsOnly(0.0);
        assertThat(view.looked.get(1)).containsExactly(view.told.get(1));
        assertThat(view.looked.get(0)).startsWith(0.0, view.told.get(1)).contains(60.0, -60.0);
        assertThat(view.seeds.get(1)).isEqualTo(view.seeds.get(0)).isNotEqualTo(view.seeds.get(2));
    }

    @Test
    void comparesGeneratorsByTheSameHeadsAndRepeatsWithOthers() {
        Shown first = new Shown(ConditionKind.SEMANTIC);
        Shown second = new Shown(ConditionKind.SEMANTIC);

        Estimate estimate;
        try (GenerationEvaluation evaluation = open(new GenerationSettings(3, 2))) {
            estimate = estimate(evaluation.measure(first), "fidFront_colours");
            assertThat(evaluation.measure(second).get("fidFront_colours")).isEqualTo(estimate);
        }

        assertThat(second.seeds).isEqualTo(first.seeds).hasSize(6).doesNotHaveDuplicates();
        assertThat(estimate.deviation()).isPositive();
        assertThat(shown).contains("identities of the data 17/17", "heads 4/6", "heads 6/6");
    }

    @Test
    void judgesHeldBackIdentitiesWhereThereAreFourTimesAsManyAsHeads() {
        try (GenerationEvaluation many = open(new GenerationSettings(5, 1));
                GenerationEvaluation few = open(new GenerationSettings(6, 1))) {
            many.measure(new Shown(ConditionKind.NONE));

            assertThat(many.dataFigures())
                    .containsOnlyKeys(SIZE)
                    .extractingByKey(SIZE, InstanceOfAssertFactories.map(String.class, Estimate.class))
                    .containsKeys("fidFront_colours", "bias_colours", "identity60");
            assertThat(many.references()).isEqualTo(15);
            assertThat(few.references()).isEqualTo(20);
        }
    }

    @Test
    void measuresInTheFeaturesOfTheDescriptorAndOfAGivenNetwork() throws IOException {
        Path network = TorchScriptFiles.write(folder.resolve("mean.pt"), """
                def forward(x: Tensor, return_features: bool) -> Tensor:
                  return torch.mean(torch.mul(x, 1.), [2, 3], False)
                """);

        try (GenerationEvaluation evaluation = GenerationEvaluation.open(
                data, new GenerationSettings(2, 1), Optional.of(network), "cpu", this::show)) {
            assertThat(evaluation.spaces()).containsExactly("faceres", "inception");
            assertThat(evaluation.measure(new Shown(ConditionKind.NONE)))
                    .containsKeys("fidFront_faceres", "fidFront_inception", "fidRandom_inception", "bias_inception");
        }
    }

    @Test
    void measuresACheckpointOfAnyCondition() throws IOException {
        Path none = checkpoint("none", new Manifest.Condition("none", "none", 0), 0);
        Path view = checkpoint("view", new Manifest.Condition("view", "camera", 25), 25);
        Path both = checkpoint("both", new Manifest.Condition("view+semantic", "faceres", 1049), 1049);

        try (GenerationEvaluation evaluation = open(new GenerationSettings(2, 1))) {
            assertThat(evaluation.figures(none)).doesNotContainKey("fidRandomOwnView_colours");
            assertThat(evaluation.figures(view)).containsKey("fidRandomOwnView_colours");
            assertThat(evaluation.figures(both).values()).allMatch(Double::isFinite);
        }
    }

    @Test
    void refusesAConditionThatItCannotPutTogether() throws IOException {
        Path unknown = checkpoint("unknown", new Manifest.Condition("mood", "faceres", 25), 25);
        Path encoder = checkpoint("encoder", new Manifest.Condition("semantic", "other", 25), 25);
        Path length = checkpoint("length", new Manifest.Condition("semantic", "faceres", 32), 32);

        try (GenerationEvaluation evaluation = open(FEW)) {
            assertThatThrownBy(() -> evaluation.measure(unknown))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("'mood' is no condition");
            assertThatThrownBy(() -> evaluation.measure(encoder))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(
                            "encoder cannot be told its condition: 'other' is no semantic encoder: choose");
            assertThatThrownBy(() -> evaluation.measure(length))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith("has a condition of 32 numbers, but 'semantic' has 1024.");
        }
    }

    @Test
    void refusesADatasetOfTooFewIdentities() throws IOException {
        new BallDataset(folder, SIZE).write(7, 3);

        assertThatThrownBy(() -> GenerationEvaluation.open(folder, FEW, Optional.empty(), "cpu", this::show))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageEndingWith("has 7 identities, too few to judge heads by: give a dataset of 8 or more.");
    }

    private GenerationEvaluation open(GenerationSettings settings) {
        return new GenerationEvaluation(
                TensorEngine.onCpu(), "cpu", data, balls, List.of(new CoarseColours()), settings, this::show);
    }

    private void show(String unit, int done, int total) {
        shown.add("%s %d/%d".formatted(unit, done, total));
    }

    private static double mean(Map<String, Estimate> figures, String name) {
        return estimate(figures, name).mean();
    }

    private static Estimate estimate(Map<String, Estimate> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    /** The tiny generator with random weights and a condition of so many numbers. */
    private Path checkpoint(String name, Manifest.Condition condition, int length) {
        GeneratorPreset tiny = GeneratorPreset.bundled("tiny").withCondition(length);
        Path target = folder.resolve(name);
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap drawn = new HeadGenerator(tiny).layout().draw(engine, new Random(1));
                CheckpointWriter writer = CheckpointWriter.begin(target)) {
            writer.text(CheckpointFiles.PRESET, tiny.text());
            writer.tensors(CheckpointFiles.GENERATOR, Weights.store(drawn));
            writer.publish(Manifest.of(name, "1", "tiny", condition, Map.of(), Map.of(), null));
        }
        return target;
    }

    /** Shows the data's own balls, and remembers what it was asked for. */
    private static class Shown implements HeadDraws {
        private final ConditionKind condition;
        private final List<Double> told = new ArrayList<>();
        private final List<Long> seeds = new ArrayList<>();
        private final List<List<Double>> looked = new ArrayList<>();

        Shown(ConditionKind condition) {
            this.condition = condition;
        }

        private static double yaw(CameraPose camera) {
            return Math.round(camera.yawDegrees());
        }

        @Override
        public int imageSize() {
            return SIZE;
        }

        @Override
        public ConditionKind condition() {
            return condition;
        }

        @Override
        public Optional<SemanticEncoder> encoder() {
            return condition.hasSemantic() ? Optional.of(new CoarseEncoder()) : Optional.empty();
        }

        @Override
        public List<RgbImage> pictures(long seed, CameraPose view, int identity, List<CameraPose> cameras) {
            seeds.add(seed);
            told.add(yaw(view));
            looked.add(cameras.stream().map(Shown::yaw).toList());
            return cameras.stream().map(camera -> picture(identity, camera)).toList();
        }

        RgbImage picture(int identity, CameraPose camera) {
            int view = Math.floorMod((int) Math.round(camera.yawDegrees() * VIEWS / 360), VIEWS);
            return balls.picture(identity, view);
        }
    }

    /** The mean colour of each quarter of a picture. */
    private static final class CoarseColours implements FeatureSpace {
        @Override
        public String name() {
            return "colours";
        }

        @Override
        public float[][] features(List<RgbImage> pictures) {
            return pictures.stream().map(CoarseColours::feature).toArray(float[][]::new);
        }

        private static float[] feature(RgbImage picture) {
            byte[] rgb = Resampling.resize(picture, 2, 2).rgb();
            float[] feature = new float[rgb.length];
            for (int i = 0; i < rgb.length; i++) {
                feature[i] = rgb[i] & 0xff;
            }
            return feature;
        }

        @Override
        public void close() {}
    }

    /** Describes people by {@link CoarseColours}. */
    private static final class CoarseEncoder implements SemanticEncoder {
        @Override
        public String name() {
            return "colours";
        }

        @Override
        public int dimension() {
            return 12;
        }

        @Override
        public float[] encode(AlignedHead frontal) {
            throw new UnsupportedOperationException("Heads of nobody are not photographed.");
        }

        @Override
        public float[][] encodeAll(List<RgbImage> pictures) {
            return pictures.stream().map(CoarseColours::feature).toArray(float[][]::new);
        }

        @Override
        public void close() {}
    }
}
