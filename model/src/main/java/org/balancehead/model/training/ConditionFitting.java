package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.closedform.ClosedForm;

/**
 * Fits the mapping network, z and semantic condition to w, on the identities' features and the encoder's w.
 *
 * <p>Each entry of w counts by how far its component changes the chart map: the square of that would count what makes
 * heads differ most and nothing of faces. z is what the condition leaves open: the whitened principal components of w's
 * residual after a linear regression on the condition, so that z ~ N(0, I) asks for plausible heads. Sizes: n
 * identities, K entries of w, L of z, C of c.
 */
final class ConditionFitting {
    private static final int BATCH = 128;
    private static final double RIDGE = 1e-3;

    /** Rates of the condition's embedding, and of the layers whose stored weights are a hundred times too large. */
    private static final double EMBEDDING_RATE = 2e-3;

    private static final double LAYER_RATE = 0.1;

    /** How many conditions the checkpoint keeps for drawing samples. */
    private static final int KEPT = 64;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final MappingNetwork mapping;
    private final int latent;
    private final float[][] features;
    private final float[][] codes;

    ConditionFitting(TensorEngine engine, ChartPreset preset, EncodedHeads source, SemanticEncoder semantic) {
        this.engine = engine;
        this.preset = preset;
        mapping = ChartGenerator.mapping(preset);
        latent = preset.zDimension();
        PackedViews data = source.data();
        features = new float[data.identities()][];
        codes = new float[data.identities()][];
        for (int i = 0; i < data.identities(); i++) {
            features[i] = semantic.encode(source.truth(i, 0));
            try (TensorSession session = engine.inference()) {
                codes[i] = source.w(session, i).toFloatArray();
            }
        }
    }

    /**
     * Takes so many steps, and puts w_avg and the kept conditions.
     *
     * @return the share of w's variance that the network misses at the end, each entry as it counts
     */
    double fit(ParameterMap weights, int steps, Random random) {
        float[] conditions = flat(features);
        float[] targets = flat(codes);
        float[] shares;
        float[] latents;
        try (TensorSession session = engine.inference()) {
            NDArray counted = shares(session, weights, preset);
            shares = counted.toFloatArray();
            latents = latents(session, counted).toFloatArray();
        }
        List<String> names = weights.names().stream()
                .filter(name -> name.startsWith("mapping.") && !name.equals("mapping.w_avg"))
                .toList();
        double last = 0;
        try (AdamOptimiser optimiser = new AdamOptimiser(
                engine, weights, names, name -> name.contains(".embed.") ? EMBEDDING_RATE : LAYER_RATE)) {
            for (int step = 0; step < steps; step++) {
                double missed = step(optimiser, weights, shares, latents, conditions, targets, random, step, steps);
                last = step == 0 ? missed : 0.98 * last + 0.02 * missed;
            }
        }
        weights.requireGradients(name -> false);
        putAverage(weights, targets);
        return last;
    }

    private double step(
            AdamOptimiser optimiser,
            ParameterMap weights,
            float[] shares,
            float[] latents,
            float[] conditions,
            float[] targets,
            Random random,
            int step,
            int steps) {
        int[] rows = random.ints(BATCH, 0, features.length).toArray();
        try (TensorSession session = engine.gradients()) {
            NDArray z = rows(session, latents, rows, latent);
            NDArray c = rows(session, conditions, rows, features[0].length);
            NDArray w = rows(session, targets, rows, codes[0].length);
            NDArray made = mapping.map(session.ops(), weights, z, c);
            NDArray share = session.memory().create(shares, new Shape(1, shares.length));
            NDArray loss = made.sub(w)
                    .square()
                    .mul(share)
                    .mean()
                    .div(w.square().mul(share).mean());
            optimiser.step(
                    List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)),
                    LearningRates.factor(step, steps));
            return loss.getFloat();
        }
    }

    /** What each entry of w counts, 1 on the whole: {@code [1, K]}. */
    private static NDArray shares(TensorSession session, ParameterMap weights, ChartPreset preset) {
        NDArray counted = session.ops()
                .detach(weights.get("chart.basis"))
                .reshape(preset.wDimension(), -1)
                .mul(ClosedForm.weight(session, preset));
        NDArray change = counted.square().sum(new int[] {1}).sqrt().reshape(1, -1);
        return change.div(change.mean());
    }

    /** {@code [n, L]}. */
    private NDArray latents(TensorSession session, NDArray shares) {
        int n = features.length;
        NDArray c = centred(session.memory().create(flat(features), new Shape(n, features[0].length)));
        NDArray w = centred(session.memory().create(flat(codes), new Shape(n, codes[0].length)));
        NDArray gram = c.transpose().matMul(c);
        float scale = gram.mul(session.memory().eye(features[0].length)).sum().getFloat() / features[0].length;
        NDArray ridge = session.ops().scaled(session.memory().eye(features[0].length), RIDGE * scale);
        NDArray linear =
                session.ops().call("solve", gram.add(ridge), c.transpose().matMul(w));
        NDArray residual = w.sub(c.matMul(linear)).mul(shares.sqrt());
        NDArray[] eigen = session.ops().callList("eigen", residual.transpose().matMul(residual));
        int k = codes[0].length;
        NDArray values = session.ops()
                .scaled(eigen[0].get((k - latent) + ":").flip(0), 1.0 / n)
                .sqrt()
                .reshape(1, latent);
        return residual.matMul(eigen[1].get(":, " + (k - latent) + ":").flip(1)).div(values);
    }

    private static NDArray centred(NDArray x) {
        return x.sub(x.mean(new int[] {0}, true));
    }

    private void putAverage(ParameterMap weights, float[] targets) {
        int k = codes[0].length;
        float[] average = new float[k];
        for (int i = 0; i < targets.length; i++) {
            average[i % k] += targets[i] / codes.length;
        }
        weights.put("mapping.w_avg", average, k);
        int kept = Math.min(KEPT, features.length);
        float[] conditions = java.util.Arrays.copyOf(flat(features), kept * features[0].length);
        weights.put(ChartGenerator.CONDITIONS, conditions, kept, features[0].length);
    }

    private static NDArray rows(TensorSession session, float[] table, int[] rows, int width) {
        float[] picked = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(table, rows[i] * width, picked, i * width, width);
        }
        return session.memory().create(picked, new Shape(rows.length, width));
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
