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
 * Steps of a reconstruction training: each draws a batch, renders it, and moves encoder and generator by Adam. Confined
 * to one thread.
 */
public final class ReconstructionSteps implements AutoCloseable {
    private static final double NETWORK_RATE = 5e-4;

    private final TensorEngine engine;
    private final ViewSource data;
    private final ReconstructionObjective objective;
    private final RayBatch batch;
    private final EncoderPictures pictures;
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
        batch = new RayBatch(
                data, TrainingPlan.IDENTITIES, TrainingPlan.RAYS, TrainingPlan.STRATIFIED, TrainingPlan.GUIDED);
        pictures = new EncoderPictures(new FrontalPictures(data));
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
        return TrainingPlan.IDENTITIES;
    }

    /** Points a step where the field is looked up: all samples of all rays, and where each ray meets the surface. */
    public static int points() {
        int samples = TrainingPlan.STRATIFIED + TrainingPlan.GUIDED + TrainingPlan.OWN;
        return TrainingPlan.IDENTITIES * TrainingPlan.RAYS * (samples + 1);
    }

    AdamOptimiser optimiser() {
        return optimiser;
    }

    /** Takes a step with the rates times {@code factor}; returns its loss. */
    public double take(Random random, double factor) {
        return step(random, factor).total();
    }

    ReconstructionObjective.Terms step(Random random, double factor) {
        float[] input = draw(random);
        try (TensorSession session = engine.gradients()) {
            ReconstructionObjective.Terms terms = objective.evaluate(session, input, batch);
            NDArray[] gradients = session.ops().grad(List.of(terms.loss()), optimiser.parameters(), false);
            optimiser.step(List.of(gradients), factor);
            return terms;
        }
    }

    private float[] draw(Random random) {
        float[] input = new float[TrainingPlan.IDENTITIES * FrontalPictures.length()];
        for (int slot = 0; slot < TrainingPlan.IDENTITIES; slot++) {
            int identity = random.nextInt(data.identities());
            boolean mirrored = random.nextBoolean();
            ColourJitter jitter = ColourJitter.draw(random, 0.06, 0.03);
            pictures.read(identity, mirrored, jitter, random, input, slot * FrontalPictures.length());
            batch.fill(slot, identity, mirrored, jitter, random);
        }
        return input;
    }

    @Override
    public void close() {
        optimiser.close();
    }
}
