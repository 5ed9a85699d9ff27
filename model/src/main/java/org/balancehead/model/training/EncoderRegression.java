package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.balancehead.model.dataset.ViewSource;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.closedform.ChartCodes;

/**
 * Fits the encoder to the chart maps of the data: no ray is rendered, so that it sees several times as many pictures a
 * second as training by rays does. The loss is the squared error of the map that w asks for, of which the components
 * that the chart leaves out are no part.
 */
final class EncoderRegression {
    private static final int BATCH = 32;

    /** How often each picture, mirrored or not, is looked at. */
    private static final int PASSES = 8;

    private static final double NETWORK_RATE = 1e-3;

    /** The closed form's ridge regression moves more slowly than the networks. */
    private static final double LINEAR_RATE = 1e-5;

    private final TensorEngine engine;
    private final ParameterMap weights;
    private final ChartCodes codes;
    private final int identities;
    private final EncoderPictures pictures;
    private final float[] shares;

    EncoderRegression(TensorEngine engine, ParameterMap weights, ViewSource data, ChartCodes codes) {
        this.engine = engine;
        this.weights = weights;
        this.codes = codes;
        identities = data.identities();
        pictures = new EncoderPictures(new FrontalPictures(data));
        shares = new float[codes.length()];
        double all = 0;
        for (float deviation : codes.deviations()) {
            all += deviation * deviation;
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] = (float) (codes.deviations()[k] * codes.deviations()[k] / all);
        }
    }

    /**
     * Fits.
     *
     * @return the share of the maps' variance that the encoder misses on augmented pictures, over the last tenth
     */
    double fit(Random random, DoubleConsumer progress) {
        int steps = Math.max(1, PASSES * 2 * identities / BATCH);
        List<String> names = weights.names().stream()
                .filter(name -> name.startsWith("encoder.") && !name.equals("encoder.mean"))
                .toList();
        double missed = 0;
        int last = Math.max(1, steps / 10);
        try (AdamOptimiser optimiser = new AdamOptimiser(
                engine, weights, names, name -> name.equals("encoder.linear") ? LINEAR_RATE : NETWORK_RATE)) {
            for (int step = 0; step < steps; step++) {
                double loss = step(optimiser, random, LearningRates.factor(step, steps));
                missed += step >= steps - last ? loss / last : 0;
                progress.accept((step + 1) / (double) steps);
            }
        }
        return missed;
    }

    private double step(AdamOptimiser optimiser, Random random, double factor) {
        float[] input = new float[BATCH * FrontalPictures.length()];
        float[] target = new float[BATCH * codes.length()];
        for (int slot = 0; slot < BATCH; slot++) {
            int identity = random.nextInt(identities);
            boolean mirrored = random.nextBoolean();
            ColourJitter jitter = ColourJitter.draw(random, 0.06, 0.03);
            pictures.read(identity, mirrored, jitter, random, input, slot * FrontalPictures.length());
            int row = identity + (mirrored ? identities : 0);
            codes.write(row, jitter.gain(), target, slot * codes.length());
        }
        try (TensorSession session = engine.mixedGradients()) {
            NDArray seen = session.memory().create(input, new Shape(BATCH, 4, HeadEncoder.INPUT, HeadEncoder.INPUT));
            NDArray wanted = session.memory().create(target, new Shape(BATCH, codes.length()));
            NDArray share = session.memory().create(shares, new Shape(1, shares.length));
            NDArray w = new HeadEncoder(weights).encode(session.ops(), seen);
            NDArray loss =
                    session.ops().scaled(w.sub(wanted).square().mul(share).sum(), 1.0 / BATCH);
            optimiser.step(List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)), factor);
            return loss.getFloat();
        }
    }
}
