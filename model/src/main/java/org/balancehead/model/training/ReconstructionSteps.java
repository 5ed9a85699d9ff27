package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Random;
import org.balancehead.model.dataset.ViewSource;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Steps of a reconstruction training: each renders a batch, and moves encoder and generator by Adam. Confined to one
 * thread.
 */
public final class ReconstructionSteps implements AutoCloseable {
    private static final double NETWORK_RATE = 5e-4;

    private final TensorEngine engine;
    private final ViewSource data;
    private final ReconstructionObjective objective;
    private final AdamOptimiser optimiser;

    /**
     * @param weights of encoder and generator, changed by the steps; not closed with this
     * @param data what is trained on; the sides of its views are multiples of 128 pixels
     */
    ReconstructionSteps(TensorEngine engine, ChartPreset preset, ParameterMap weights, ViewSource data) {
        this.engine = engine;
        this.data = data;
        ChartGenerator generator = new ChartGenerator(preset, weights);
        objective = new ReconstructionObjective(new HeadEncoder(weights), generator.synthesis(), generator.field());
        List<String> names = weights.names().stream()
                .filter(name -> !name.equals("encoder.mean"))
                .toList();
        optimiser = new AdamOptimiser(engine, weights, names, new LearningRates(NETWORK_RATE)::of);
    }

    /** Steps on grey balls that are made up: for measuring. */
    public static ReconstructionSteps onBalls(TensorEngine engine, ChartPreset preset, ParameterMap weights) {
        return new ReconstructionSteps(engine, preset, weights, new BallViews());
    }

    /** Frontal pictures a step, one of each identity. */
    public static int pictures() {
        return ReconstructionBatch.IDENTITIES;
    }

    /** Points a step where the field is looked up: all samples of all rays, and where each ray meets the surface. */
    public static int points() {
        int samples = ReconstructionBatch.STRATIFIED + ReconstructionBatch.GUIDED + ReconstructionBatch.OWN;
        return ReconstructionBatch.IDENTITIES * ReconstructionBatch.RAYS * (samples + 1);
    }

    AdamOptimiser optimiser() {
        return optimiser;
    }

    /** Draws a batch and takes a step on it with the rates times {@code factor}; returns its loss. */
    public double take(Random random, double factor) {
        return take(ReconstructionBatch.draw(data, ReconstructionBatch.IDENTITIES, random), factor)
                .total();
    }

    /** Takes a step; where the loss is not finite, nothing moves. */
    ReconstructionObjective.Terms take(ReconstructionBatch batch, double factor) {
        try (TensorSession session = engine.mixedGradients()) {
            ReconstructionObjective.Terms terms = objective.evaluate(session, batch.pictures(), batch.rays());
            if (Double.isFinite(terms.total())) {
                NDArray[] gradients = terms.gradients(session.ops(), optimiser.parameters());
                optimiser.step(List.of(gradients), factor);
            }
            return terms;
        }
    }

    @Override
    public void close() {
        optimiser.close();
    }
}
