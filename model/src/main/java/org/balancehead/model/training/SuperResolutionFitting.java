package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Fits the super-resolution network with the generator frozen: renderings of training identities on one side, patches
 * of their full-size views on the other, L1 between them.
 */
final class SuperResolutionFitting {
    private static final int POOL = 240;
    private static final int BATCH = 4;
    private static final int PATCH = 64; // rendered pixels a side
    private static final double RATE = 1e-3;

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final EncodedHeads source;
    private final PackedViews data;
    private final int side;
    private final int channels;
    private final float[][] renderings = new float[POOL][];
    private final int[] identities = new int[POOL];
    private final int[] views = new int[POOL];

    /** Renders the pool. */
    SuperResolutionFitting(TensorEngine engine, EncodedHeads source, Random random) {
        this.engine = engine;
        this.source = source;
        generator = source.generator();
        data = source.data();
        ChartPreset preset = generator.preset();
        side = preset.neuralResolution();
        channels = 5 + preset.fieldFeatures();
        for (int i = 0; i < POOL; i++) {
            identities[i] = random.nextInt(data.identities());
            views[i] = random.nextInt(data.views());
            renderings[i] = rendering(identities[i], views[i]);
        }
    }

    private float[] rendering(int identity, int view) {
        try (TensorSession session = engine.inference()) {
            ChartShell head = generator.bake(session, source.head(session, identity));
            return generator
                    .renderer()
                    .render(session, head, data.camera(identity, view), side)
                    .toFloatArray();
        }
    }

    /** Takes so many steps; returns the mean loss of the last tenth. */
    double fit(ParameterMap weights, int steps, Random random) {
        List<String> names = weights.names().stream()
                .filter(name -> name.startsWith("superresolution."))
                .toList();
        double sum = 0;
        try (AdamOptimiser optimiser = new AdamOptimiser(engine, weights, names, name -> RATE)) {
            for (int step = 0; step < steps; step++) {
                double loss = step(optimiser, random, LearningRates.factor(step, steps));
                sum += step >= steps - steps / 10 ? loss : 0;
            }
        }
        weights.requireGradients(name -> false);
        return sum / Math.max(1, steps / 10);
    }

    private double step(AdamOptimiser optimiser, Random random, double factor) {
        float[] input = new float[BATCH * channels * PATCH * PATCH];
        float[] target = new float[BATCH * 3 * 4 * PATCH * PATCH];
        for (int b = 0; b < BATCH; b++) {
            int pick = random.nextInt(POOL);
            int left = random.nextInt(side - PATCH + 1);
            int top = random.nextInt(side - PATCH + 1);
            copyRendering(renderings[pick], left, top, input, b * channels * PATCH * PATCH);
            copyTruth(pick, 2 * left, 2 * top, target, b * 3 * 4 * PATCH * PATCH);
        }
        try (TensorSession session = engine.gradients()) {
            NDArray seen = session.memory().create(input, new Shape(BATCH, channels, PATCH, PATCH));
            NDArray truth = session.memory().create(target, new Shape(BATCH, 3, 2 * PATCH, 2 * PATCH));
            NDArray loss = generator
                    .superResolution()
                    .enlarge(session.ops(), seen)
                    .sub(truth)
                    .abs()
                    .mean();
            optimiser.step(List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)), factor);
            return loss.getFloat();
        }
    }

    private void copyRendering(float[] rendering, int left, int top, float[] to, int offset) {
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < PATCH; y++) {
                int from = c * side * side + (top + y) * side + left;
                System.arraycopy(rendering, from, to, offset + (c * PATCH + y) * PATCH, PATCH);
            }
        }
    }

    private void copyTruth(int pick, int left, int top, float[] to, int offset) {
        int large = 2 * PATCH;
        for (int y = 0; y < large; y++) {
            for (int x = 0; x < large; x++) {
                int rgba = data.rgba(identities[pick], views[pick], left + x, top + y);
                for (int c = 0; c < 3; c++) {
                    to[offset + (c * large + y) * large + x] = (rgba >> (8 * c) & 0xff) / 255f;
                }
            }
        }
    }
}
