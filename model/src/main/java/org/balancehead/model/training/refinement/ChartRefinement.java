package org.balancehead.model.training.refinement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.discriminator.DiscriminatorSettings;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.ChartProgress;
import org.balancehead.model.training.FinishedCheckpoint;
import org.balancehead.model.training.LearningRates;
import org.balancehead.model.training.MovingAverage;
import org.balancehead.model.training.Training;
import org.balancehead.model.training.TrainingOrder;
import org.balancehead.model.training.TrainingState;
import org.balancehead.model.training.TrainingTime;
import org.balancehead.model.training.objective.AdversaryStates;
import org.balancehead.model.training.objective.FeatureScale;
import org.balancehead.model.training.objective.SoundTerms;

/** Refines a chart generator and its encoder, from a checkpoint that reconstruction made. */
public final class ChartRefinement implements Training<PatchBatch> {
    /** Patches that the discriminator compares for variety. */
    private static final int GROUP = 4;

    private static final double CLAMP = 256;

    private final TensorEngine engine;
    private final TrainingOrder order;
    private final ChartPreset preset;
    private final RefinementSettings settings;
    private final PackedViews data;
    private final PackedViews held;
    private final Manifest origin;
    private final PatchBatches batches;
    private final ParameterMap weights;
    private final MovingAverage average;
    private final ParameterMap judge;
    private final FaceRes face;
    private final RefinementSteps steps;
    private final TrainingTime time;
    private int step;

    /**
     * Opens a refinement, on a state where there is one.
     *
     * @param from the checkpoint to begin from, also of a state
     * @param data views of twice the neural resolution
     * @param features semantic features by identity, as the encoder gives them
     * @throws IllegalArgumentException when order, data and checkpoint do not suit each other: in one sentence
     */
    public ChartRefinement(
            TensorEngine engine,
            TrainingOrder order,
            RefinementSettings settings,
            Checkpoint from,
            PackedViews data,
            PackedViews held,
            float[][] features,
            Optional<Checkpoint> state) {
        this.engine = engine;
        this.order = order;
        this.settings = settings;
        this.data = data;
        this.held = held;
        time = TrainingTime.after(state);
        preset = ChartPreset.load(order.preset());
        origin = from.manifest();
        refuseUnsuited(features);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(from.tensors(CheckpointFiles.GENERATOR));
        tensors.putAll(from.tensors(CheckpointFiles.ENCODER));
        weights = Weights.load(tensors, engine);
        refuseOtherMapping();
        average = new MovingAverage(engine, weights);
        batches = new PatchBatches(
                data, features, FeatureScale.of(features).apply(features), settings, preset.zDimension(), order.seed());
        DualDiscriminator discriminator = new DualDiscriminator(
                new DiscriminatorSettings(
                        true,
                        0,
                        batches.labelLength(),
                        settings.discriminator().channelBase(),
                        settings.discriminator().channelMax(),
                        settings.discriminator().mappingLayers(),
                        GROUP,
                        CLAMP),
                2 * settings.side());
        judge = discriminator.layout().draw(engine, new Random(order.seed()));
        face = FaceRes.open(engine);
        steps = new RefinementSteps(
                engine, preset, settings, order.vicico(), weights, discriminator, judge, batches.labelLength(), face);
        state.ifPresent(this::restore);
    }

    private void refuseUnsuited(float[][] features) {
        if (!origin.preset().equals(order.preset())) {
            throw new IllegalArgumentException("The checkpoint to begin from is a %s, not a %s: choose another."
                    .formatted(origin.preset(), order.preset()));
        }
        if (data.size() != 2 * preset.neuralResolution()) {
            throw new IllegalArgumentException("'%s' is refined on views of %d pixels, but the data have %d."
                    .formatted(order.preset(), 2 * preset.neuralResolution(), data.size()));
        }
        if (features[0].length != origin.condition().dimension()) {
            throw new IllegalArgumentException(
                    "The features have %d numbers, but the checkpoint to begin from takes %d of %s."
                            .formatted(
                                    features[0].length,
                                    origin.condition().dimension(),
                                    origin.condition().encoder()));
        }
    }

    /** A refinement of no steps draws no head, and trains the mapping network anew. */
    private void refuseOtherMapping() {
        ParameterLayout layout = new ParameterLayout();
        ChartGenerator.mapping(preset).describe(layout);
        boolean fits = layout.shapes().entrySet().stream()
                .allMatch(weight -> weights.has(weight.getKey())
                        && Arrays.equals(weights.get(weight.getKey()).getShape().getShape(), weight.getValue()));
        if (!fits && order.steps() > 0) {
            weights.close();
            throw new IllegalArgumentException(
                    "The checkpoint to begin from has another mapping network than a %s has now: have it trained anew first, by --steps 0."
                            .formatted(order.preset()));
        }
    }

    private void restore(Checkpoint state) {
        TrainingState.refuseOther(state, facts());
        step = TrainingState.step(state);
        states().restore(state, step);
    }

    private AdversaryStates states() {
        return new AdversaryStates(weights, average, judge, steps.generatorOptimiser(), steps.discriminatorOptimiser());
    }

    /** What moves the networks. */
    RefinementSteps moves() {
        return steps;
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = order.facts(settings.batch(), data);
        facts.put("from", origin.name() + " " + origin.version());
        return facts;
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
    public PatchBatch draw(int index) {
        return batches.draw(index);
    }

    @Override
    public Map<String, Double> take(PatchBatch batch) {
        double factor = LearningRates.factor(step, order.steps());
        Map<String, Double> terms = SoundTerms.of(step, batch.step(), () -> steps.take(batch, factor));
        step++;
        double decay = Math.pow(0.5, settings.batch() / settings.averageHalfLife());
        average.follow(Math.min(decay, (1.0 + step) / (10.0 + step)));
        return terms;
    }

    @Override
    public Checkpoint save(Path state) {
        return TrainingState.write(state, facts(), origin.condition(), step, time, states().files());
    }

    @Override
    public Checkpoint publish(Path target, String name, String version) throws IOException {
        Map<String, Object> history = new LinkedHashMap<>();
        history.put("reconstruction", origin.training());
        Map<String, Object> refinement = new LinkedHashMap<>(facts());
        refinement.put("steps", step);
        refinement.put("patches", (long) step * settings.batch());
        time.note(refinement);
        history.put("refinement", refinement);
        try (ParameterMap copy = Weights.load(Weights.store(average.weights()), engine)) {
            return new FinishedCheckpoint(engine, preset, order, data, held, copy)
                    .refitAndWrite(target, name, version, history, origin.name() + " " + origin.version());
        }
    }

    private ChartProgress progress() {
        return new ChartProgress(engine, preset, average.weights(), data, held);
    }

    @Override
    public void drawSamples(Path picture) throws IOException {
        progress().drawSamples(picture);
    }

    @Override
    public Map<String, Double> figures() {
        return progress().figures();
    }

    @Override
    public double variety() {
        return progress().variety();
    }

    @Override
    public void close() {
        steps.close();
        face.close();
        judge.close();
        average.close();
        weights.close();
    }
}
