package org.balancehead.model.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.closedform.ClosedForm;

/** What a reconstruction training changes: the weights, their moving average, the optimiser's moments. */
final class ReconstructionWeights implements AutoCloseable {
    private static final String WEIGHTS = "weights.safetensors";
    private static final String AVERAGE = "average.safetensors";
    private static final String OPTIMISER = "optimiser.safetensors";

    private final ParameterMap weights;
    private final MovingAverage average;
    private final ReconstructionSteps steps;

    private ReconstructionWeights(TensorEngine engine, ChartPreset preset, ParameterMap weights, PackedViews data) {
        this.weights = weights;
        average = new MovingAverage(engine, weights);
        steps = new ReconstructionSteps(engine, preset, weights, data);
    }

    /** Random networks about the closed form of chart and encoder. */
    static ReconstructionWeights inClosedForm(
            TensorEngine engine, ChartPreset preset, long seed, PackedViews data, DoubleConsumer progress) {
        Random random = new Random(seed);
        ParameterMap weights = new ParameterMap(engine);
        ChartGenerator.initialise(preset, weights, random);
        HeadEncoder.initialise(preset, weights, random);
        try (ClosedForm closedForm =
                new ClosedForm(engine, preset, data, done -> progress.accept(0.4 * done / data.identities()))) {
            closedForm.putChart(weights);
            closedForm.putEncoder(weights, data);
            new EncoderRegression(engine, weights, data, closedForm.codes())
                    .fit(random, done -> progress.accept(0.4 + 0.6 * done));
        }
        return new ReconstructionWeights(engine, preset, weights, data);
    }

    /** Those of a state. */
    static ReconstructionWeights of(Checkpoint state, TensorEngine engine, ChartPreset preset, PackedViews data) {
        ReconstructionWeights restored =
                new ReconstructionWeights(engine, preset, Weights.load(state.tensors(WEIGHTS), engine), data);
        state.tensors(AVERAGE)
                .forEach((name, tensor) -> restored.average().get(name).set(tensor.values()));
        Map<String, float[]> moments = new LinkedHashMap<>();
        state.tensors(OPTIMISER).forEach((name, tensor) -> moments.put(name, tensor.values()));
        restored.steps.optimiser().restore(moments, TrainingState.step(state));
        return restored;
    }

    ReconstructionSteps steps() {
        return steps;
    }

    ParameterMap average() {
        return average.weights();
    }

    /** Lets the average follow; see {@link MovingAverage#update}. */
    void updateAverage(int updates) {
        average.update(updates);
    }

    /** A state's files. */
    Map<String, Map<String, StoredTensor>> files() {
        Map<String, StoredTensor> moments = new LinkedHashMap<>();
        steps.optimiser()
                .moments()
                .forEach((name, values) -> moments.put(name, StoredTensor.of(values, values.length)));
        return Map.of(
                WEIGHTS, Weights.store(weights),
                AVERAGE, Weights.store(average.weights()),
                OPTIMISER, moments);
    }

    @Override
    public void close() {
        steps.close();
        average.close();
        weights.close();
    }
}
