package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.closedform.ClosedForm;
import org.jspecify.annotations.Nullable;

/**
 * Trains encoder and generator together by multi-view reconstruction: the closed form first, then everything by
 * rendered rays. Each step draws from its own seed, so that a resumed run equals an unbroken one.
 */
final class ReconstructionTraining implements Training<ReconstructionBatch> {
    private final TensorEngine engine;
    private final TrainingOrder order;
    private final ChartPreset preset;
    private final PackedViews data;
    private final PackedViews held;
    private final int identities;
    private @Nullable ReconstructionWeights prepared;
    private final TrainingTime time;
    private int step;

    /**
     * Opens a training, on a state where there is one.
     *
     * @param data what is trained on; the sides of its views are multiples of 128 pixels
     * @param held identities for figures and sheets alone
     * @throws IllegalArgumentException when the order, the data or the state do not suit: in one sentence
     */
    ReconstructionTraining(
            TensorEngine engine, TrainingOrder order, PackedViews data, PackedViews held, Optional<Checkpoint> state) {
        this.engine = engine;
        this.order = order;
        this.data = data;
        this.held = held;
        time = TrainingTime.after(state);
        preset = ChartPreset.load(order.preset());
        identities = order.batch().orElse(ReconstructionBatch.IDENTITIES);
        refuseUnsuited();
        if (state.isPresent()) {
            TrainingState.refuseOther(state.get(), order.facts(identities, data));
            prepared = ReconstructionWeights.of(state.get(), engine, preset, data);
            step = TrainingState.step(state.get());
        } else {
            ClosedForm.refuseTooFew(preset, data);
        }
    }

    private void refuseUnsuited() {
        if (!order.condition().word().equals(Conditions.FACE.kind())
                || !order.encoder().equals(Conditions.FACE.encoder())) {
            throw new IllegalArgumentException(
                    "Reconstruction conditions '%s' on the feature of %s alone, not on '%s' of %s: choose an adversarial training for that."
                            .formatted(
                                    order.preset(),
                                    Conditions.FACE.encoder(),
                                    order.condition().word(),
                                    order.encoder()));
        }
        for (PackedViews views : List.of(data, held)) {
            FrontalPictures.refuseOtherSides(views);
        }
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
        return identities;
    }

    @Override
    public void prepare(DoubleConsumer progress) {
        if (prepared == null) {
            prepared = ReconstructionWeights.inClosedForm(engine, preset, order.seed(), data, progress);
        }
    }

    @Override
    public ReconstructionBatch draw(int index) {
        return ReconstructionBatch.draw(data, identities, new Random(StepSeed.of(order.seed(), index)));
    }

    @Override
    public Map<String, Double> take(ReconstructionBatch batch) {
        ReconstructionObjective.Terms terms = weights().steps().take(batch, LearningRates.factor(step, order.steps()));
        if (!Double.isFinite(terms.total())) {
            throw new DivergedException(
                    "Training diverged: the loss of step %d is %s; go on from the last state with another seed or data."
                            .formatted(step, terms.total()));
        }
        step++;
        weights().updateAverage(step);
        return Map.of(
                "colour", terms.colour(),
                "opacity", terms.opacity(),
                "depth", terms.depth(),
                "surface", terms.surface());
    }

    @Override
    public Checkpoint save(Path state) {
        return TrainingState.write(
                state,
                order.facts(identities, data),
                Conditions.FACE,
                step,
                time,
                weights().files());
    }

    @Override
    public Checkpoint publish(Path target, String name, String version) throws IOException {
        Map<String, Object> history = new LinkedHashMap<>();
        history.put("data", "synthetic heads of the MakeHuman assets");
        history.put("identities", data.identities());
        history.put("viewsOfEach", data.views());
        history.put("firstSeed", data.seed(0));
        history.put("steps", step);
        history.put("seed", order.seed());
        time.note(history);
        try (ParameterMap copy = Weights.load(Weights.store(weights().average()), engine)) {
            return new FinishedCheckpoint(engine, preset, order, data, held, copy)
                    .fitAndWrite(target, name, version, history);
        }
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

    private ChartProgress progress() {
        return new ChartProgress(engine, preset, weights().average(), data, held);
    }

    private ReconstructionWeights weights() {
        if (prepared == null) {
            throw new IllegalStateException("A training is prepared before its first step.");
        }
        return prepared;
    }

    @Override
    public void close() {
        if (prepared != null) {
            prepared.close();
        }
    }
}
