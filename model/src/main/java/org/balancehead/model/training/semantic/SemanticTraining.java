package org.balancehead.model.training.semantic;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.HeadDescriptor;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Trains the head descriptor on synthetic heads: from its feature, a linear map is to tell the head's traits, and two
 * augmentations of one head are to have features closer to each other than to those of the batch's other heads.
 */
public final class SemanticTraining implements AutoCloseable {
    private static final double RATE = 4e-3;
    private static final int WARM_UP = 50;
    private static final double KINDS = 0.25;
    private static final double AGREEMENT = 0.25;

    /** Divides the cosines of features where heads are told apart. */
    private static final double TEMPERATURE = 0.1;

    private static final int REPORT_EVERY = 50;

    private final TensorEngine engine;
    private final SemanticOrder order;
    private final HeadBatch batch;
    private final TraitCode code;
    private final ParameterMap weights;
    private final AdamOptimiser optimiser;
    private final Consumer<String> log;

    /**
     * Reads what is known of the heads and draws first weights.
     *
     * @throws org.balancehead.model.dataset.UnusableDatasetException when the folder is no synthetic dataset
     * @throws IllegalArgumentException when it has fewer identities than a batch
     */
    public SemanticTraining(TensorEngine engine, Path data, SemanticOrder order, Consumer<String> log)
            throws IOException {
        this.engine = engine;
        this.order = order;
        this.log = log;
        FrontalHeads heads = FrontalHeads.read(data, HeadDescriptor.SIDE);
        List<HeadTraits> traits = HeadTraits.of(data, heads.names());
        code = TraitCode.of(traits);
        Random random = new Random(order.seed());
        batch = new HeadBatch(heads, traits, code, order.heads(), random);
        ParameterLayout layout = HeadDescriptor.layout();
        layout.constant("traits.weight", 0, code.amounts() + code.places(), HeadDescriptor.DIMENSION);
        layout.constant("traits.bias", 0, code.amounts() + code.places());
        weights = layout.draw(engine, random);
        optimiser = new AdamOptimiser(engine, weights, layout.names(), name -> RATE);
    }

    /** Takes all steps, or as many as the time allows; {@code log} is told now and then how far it is. */
    public void train() {
        long start = System.nanoTime();
        double done = 0;
        double[] means = new double[3];
        for (int step = 0; step < order.steps() && done < 1; step++) {
            double[] losses = step(done, step);
            for (int i = 0; i < losses.length; i++) {
                means[i] += losses[i] / REPORT_EVERY;
            }
            if ((step + 1) % REPORT_EVERY == 0) {
                log.accept("step %d: amounts %.3f, kinds %.3f, agreement %.3f"
                        .formatted(step + 1, means[0], means[1], means[2]));
                means = new double[3];
            }
            double elapsed =
                    (System.nanoTime() - start) / (double) order.limit().toNanos();
            done = Math.max((step + 1.0) / order.steps(), elapsed);
        }
    }

    private double[] step(double done, int step) {
        batch.draw();
        int heads = order.heads();
        try (TensorSession session = engine.gradients()) {
            NDArray features = HeadDescriptor.describe(session.ops(), weights, batch.pictures(session));
            NDArray told = session.ops()
                    .call("fully_connected", features, weights.get("traits.weight"), weights.get("traits.bias"), 1.0);
            NDArray[] missed = session.ops()
                    .callList(
                            "trait_losses",
                            told,
                            batch.amounts(session),
                            batch.weights(session),
                            batch.places(session),
                            code.ends());
            NDArray[] pairs = {features.get("0:" + heads), features.get(heads + ":")};
            NDArray agreement = session.ops().call("agreement_loss", pairs[0], pairs[1], TEMPERATURE);
            NDArray loss = missed[0]
                    .add(session.ops().scaled(missed[1], KINDS))
                    .add(session.ops().scaled(agreement, AGREEMENT));
            optimiser.step(
                    List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)), factor(done, step));
            return new double[] {missed[0].getFloat(), missed[1].getFloat(), agreement.getFloat()};
        }
    }

    /** A short warm-up, then half a cosine down to nothing. */
    private static double factor(double done, int step) {
        return Math.min(1, (step + 1.0) / WARM_UP) * 0.5 * (1 + Math.cos(Math.PI * done));
    }

    /** Writes the descriptor's weights, in half precision, without the map that tells traits. */
    public void write(Path file) {
        Map<String, StoredTensor> tensors = Weights.store(weights, name -> Precision.F16);
        tensors.keySet().removeIf(name -> name.startsWith("traits."));
        Safetensors.write(file, tensors);
    }

    @Override
    public void close() {
        optimiser.close();
        weights.close();
    }
}
