package org.balancehead.model.training.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.dataset.ReducedViews;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.image.ContactSheet;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.MovingAverage;
import org.balancehead.model.training.PictureVariety;
import org.balancehead.model.training.StepSeed;
import org.balancehead.model.training.Training;
import org.balancehead.model.training.TrainingOrder;
import org.balancehead.model.training.TrainingState;
import org.balancehead.model.training.TrainingTime;
import org.balancehead.model.training.objective.AdversaryStates;
import org.balancehead.model.training.objective.FeatureScale;
import org.balancehead.model.training.objective.SoundTerms;

/**
 * Trains a generator of feature planes and its discriminator against each other (EG3D, CVPR 2022; BalanceHead, section
 * 3). Each step draws from its own seed, so that a resumed run equals an unbroken one.
 */
public final class AdversarialTraining implements Training<AdversarialBatch> {
    private static final int SHEET_ROWS = 6;
    private static final int[] SHEET_YAWS = {0, 45, 90, 180, -90, -45};
    private static final int VARIED = 32;

    /** How many conditions a checkpoint keeps for drawing samples. */
    private static final int KEPT = 64;

    private final TensorEngine engine;
    private final TrainingOrder order;
    private final AdversarialSettings settings;
    private final GeneratorPreset preset;
    private final ReducedViews data;
    private final float[][] features;
    private final FeatureScale scale;
    private final AdversarialBatches batches;
    private final Networks networks;
    private final AdversarialSteps steps;
    private final MovingAverage average;
    private final SampledHeads sampled;
    private final TrainingTime time;
    private int step;

    /**
     * Opens a training, on a state where there is one.
     *
     * @param architecture for conditions of any length
     * @throws IllegalArgumentException when order, settings, data and state do not suit each other: in one sentence
     */
    public AdversarialTraining(
            TensorEngine engine,
            TrainingOrder order,
            GeneratorPreset architecture,
            AdversarialSettings settings,
            ConditionedPictures conditioned,
            Optional<Checkpoint> state) {
        refuseViCiCoWithoutSemantic(order);
        this.engine = engine;
        this.order = order;
        this.settings = settings;
        time = TrainingTime.after(state);
        data = conditioned.pictures();
        features = conditioned.features();
        preset = architecture.withCondition(order.condition().length(features[0].length));
        scale = FeatureScale.of(features);
        float[][] standardised = scale.apply(features);
        int latent = preset.mapping().latent();
        batches = new AdversarialBatches(data, standardised, order.condition(), settings, latent, order.seed());
        networks = Networks.draw(
                engine, preset, batches.labelLength(), data.views().masked(), new Random(order.seed()));
        steps = new AdversarialSteps(engine, networks, settings, order.vicico(), batches.labelLength());
        average = new MovingAverage(engine, networks.generatorWeights);
        sampled = new SampledHeads(engine, networks.generator, average.weights(), order.condition(), standardised);
        state.ifPresent(this::restore);
    }

    private static void refuseViCiCoWithoutSemantic(TrainingOrder order) {
        if (order.vicico() && !order.condition().hasSemantic()) {
            throw new IllegalArgumentException(
                    "ViCiCo needs a semantic condition, not '%s': choose semantic or view+semantic, or leave ViCiCo off."
                            .formatted(order.condition().word()));
        }
    }

    private void restore(Checkpoint state) {
        TrainingState.refuseOther(state, facts());
        step = TrainingState.step(state);
        states().restore(state, step);
    }

    private Map<String, Object> facts() {
        return order.facts(settings.batch(), data.views());
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public int steps() {
        return order.steps();
    }

    @Override
    public int picturesPerStep() {
        return settings.batch();
    }

    @Override
    public void prepare(DoubleConsumer progress) {
        progress.accept(1);
    }

    @Override
    public AdversarialBatch draw(int index) {
        return batches.draw(index);
    }

    @Override
    public Map<String, Double> take(AdversarialBatch batch) {
        Map<String, Double> terms = SoundTerms.of(step, batch.step(), () -> {
            engine.seed(StepSeed.of(order.seed(), step));
            return steps.take(batch);
        });
        step++;
        average.follow(Math.min(decay(), (1.0 + step) / (10.0 + step)));
        return terms;
    }

    private double decay() {
        return Math.pow(0.5, settings.batch() / settings.averageHalfLife());
    }

    @Override
    public Checkpoint save(Path state) {
        return TrainingState.write(state, facts(), condition(), step, time, states().files());
    }

    private AdversaryStates states() {
        return new AdversaryStates(
                networks.generatorWeights,
                average,
                networks.discriminatorWeights,
                steps.generatorOptimiser(),
                steps.discriminatorOptimiser());
    }

    private Manifest.Condition condition() {
        return new Manifest.Condition(
                order.condition().word(), order.encoder(), preset.mapping().condition());
    }

    @Override
    public Checkpoint publish(Path target, String name, String version) throws IOException {
        Map<String, Object> history = new LinkedHashMap<>(facts());
        history.put("objective", "adversarial");
        history.put("steps", step);
        history.put("images", (long) step * settings.batch());
        time.note(history);
        return new PublishedGenerator(engine, preset, order.preset(), condition(), scale)
                .write(target, name, version, average.weights(), kept(), history);
    }

    /** Conditions of identities from all over the data. */
    private List<float[]> kept() {
        List<float[]> kept = new ArrayList<>();
        int count = Math.min(KEPT, features.length);
        for (int i = 0; i < count; i++) {
            float[] feature = features[(int) ((long) i * features.length / count)];
            kept.add(order.condition().of(CameraPose.orbit(0, 0), feature));
        }
        return kept;
    }

    @Override
    public void drawSamples(Path picture) throws IOException {
        List<CameraPose> cameras = IntStream.of(SHEET_YAWS)
                .mapToObj(yaw -> CameraPose.orbit(yaw, 0))
                .toList();
        List<List<RgbImage>> rows = new ArrayList<>();
        for (int seed = 0; seed < SHEET_ROWS; seed++) {
            rows.add(sampled.pictures(seed, cameras));
        }
        ImageFiles.writePng(ContactSheet.rows(rows), picture);
    }

    @Override
    public double variety() {
        List<CameraPose> front = List.of(CameraPose.orbit(0, 0));
        List<RgbImage> made = new ArrayList<>();
        List<RgbImage> real = new ArrayList<>();
        for (int i = 0; i < VARIED; i++) {
            made.add(sampled.pictures(i, front).get(0));
            real.add(data.onWhite(i % data.views().identities(), 0));
        }
        return PictureVariety.share(made, real);
    }

    @Override
    public void close() {
        steps.close();
        average.close();
        networks.close();
    }
}
