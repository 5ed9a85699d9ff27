package org.balancehead.model.training.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.ReducedViews;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.image.ContactSheet;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.DivergedException;
import org.balancehead.model.training.MovingAverage;
import org.balancehead.model.training.Training;

/**
 * Trains a generator of feature planes and its discriminator against each other (EG3D, CVPR 2022; BalanceHead, section
 * 3). Each step draws from its own seed, so that a resumed run equals an unbroken one.
 */
public final class AdversarialTraining implements Training<AdversarialBatch> {
    private static final int SHEET_ROWS = 6;
    private static final int[] SHEET_YAWS = {0, 45, 90, 180, -90, -45};
    private static final int VARIED = 32;

    private final TensorEngine engine;
    private final AdversarialOrder order;
    private final GeneratorPreset preset;
    private final ReducedViews data;
    private final FeatureScale scale;
    private final AdversarialBatches batches;
    private final Networks networks;
    private final AdversarialSteps steps;
    private final MovingAverage average;
    private final SampledHeads sampled;
    private int step;

    /**
     * Begins a training.
     *
     * @param data as large as the preset's pictures
     * @param features semantic features by identity, as the encoder gives them
     * @throws IllegalArgumentException when preset, settings and data do not suit each other: in one sentence
     */
    public AdversarialTraining(TensorEngine engine, AdversarialOrder order, ReducedViews data, float[][] features) {
        this.engine = engine;
        this.order = order;
        this.data = data;
        ConditionKind kind = order.kind();
        preset = order.preset().withCondition(kind.length(features[0].length));
        scale = FeatureScale.of(features);
        float[][] standardised = new float[features.length][];
        for (int i = 0; i < features.length; i++) {
            standardised[i] = scale.apply(features[i]);
        }
        batches = new AdversarialBatches(
                data, standardised, kind, order.settings(), preset.mapping().latent(), order.seed());
        networks = Networks.draw(engine, preset, batches.labelLength(), new Random(order.seed()));
        steps = new AdversarialSteps(engine, networks, order.settings(), order.vicico(), batches.labelLength());
        average = new MovingAverage(engine, networks.generatorWeights);
        sampled = new SampledHeads(engine, networks.generator, average.weights(), kind, standardised);
    }

    /**
     * Goes on from a state that {@link #save} wrote.
     *
     * @throws org.balancehead.model.checkpoint.CheckpointException when it is not of this training
     */
    public void restore(Checkpoint state) {
        step = new TrainingState(networks, average, steps).restore(state);
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
        return order.settings().batch();
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
        if (batch.step() != step) {
            throw new IllegalArgumentException("This is the batch of step %d, not %d.".formatted(batch.step(), step));
        }
        engine.seed(order.seed() * 1_000_003L + step);
        Map<String, Double> terms;
        try {
            terms = steps.take(batch);
        } catch (IllegalStateException notFinite) { // what the gradient was asked of is no number
            throw diverged(String.valueOf(notFinite.getMessage()));
        }
        terms.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw diverged("'%s' is %s".formatted(name, value));
            }
        });
        step++;
        average.follow(Math.min(decay(), (1.0 + step) / (10.0 + step)));
        return terms;
    }

    private double decay() {
        return Math.pow(0.5, order.settings().batch() / order.settings().averageHalfLife());
    }

    private DivergedException diverged(String what) {
        return new DivergedException(
                "The training diverged at step %d: %s; resume from the last state with lower rates."
                        .formatted(step, what));
    }

    @Override
    public Checkpoint save(Path state) throws IOException {
        return new TrainingState(networks, average, steps).save(state, order, step);
    }

    @Override
    public Checkpoint publish(Path target, String name, String version) throws IOException {
        return new PublishedGenerator(engine, preset, order, scale)
                .write(target, name, version, average.weights(), description());
    }

    private Map<String, Object> description() {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("kind", "adversarial");
        words.put("identities", data.views().identities());
        words.put("viewsOfEach", data.views().views());
        words.put("firstSeed", data.views().seed(0));
        words.put("steps", step);
        words.put("images", (long) step * order.settings().batch());
        words.put("seed", order.seed());
        words.put("vicico", order.vicico());
        return words;
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
        List<byte[]> made = new ArrayList<>();
        List<byte[]> real = new ArrayList<>();
        for (int i = 0; i < VARIED; i++) {
            made.add(sampled.pictures(i, front).get(0).rgb());
            real.add(frontal(i % data.views().identities()));
        }
        return Variety.of(made) / Variety.of(real);
    }

    private byte[] frontal(int identity) {
        byte[] rgba = new byte[data.side() * data.side() * 4];
        data.read(identity, 0, rgba);
        byte[] rgb = new byte[data.side() * data.side() * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = rgba[i / 3 * 4 + i % 3];
        }
        return rgb;
    }

    @Override
    public void close() {
        steps.close();
        average.close();
        networks.close();
    }
}
