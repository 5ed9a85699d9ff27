package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.closedform.ClosedForm;

/**
 * Fits the encoder to the closed form's codes, without rendering: the loss is the squared error that the wrong code
 * makes in the chart map, so that a step costs milliseconds.
 */
final class EncoderPretraining {
    private static final int BATCH = 32;

    private final TensorEngine engine;
    private final HeadEncoder encoder;
    private final EncoderPictures pictures;
    private final int identities;
    private final int dimension;
    private final float[] codes;
    private final float[][] colourCodes = new float[3][];
    private final float[] weights;
    private final float[] batch = new float[BATCH * FrontalPictures.length()];

    EncoderPretraining(
            TensorEngine engine, HeadEncoder encoder, FrontalPictures pictures, int identities, ClosedForm closedForm) {
        this.engine = engine;
        this.encoder = encoder;
        this.pictures = new EncoderPictures(pictures);
        this.identities = identities;
        codes = closedForm.codes().toFloatArray();
        dimension = codes.length / (2 * identities);
        weights = new float[dimension];
        try (TensorSession session = engine.inference()) {
            for (int c = 0; c < 3; c++) {
                colourCodes[c] = closedForm.colourCodes(session, c).toFloatArray();
            }
            float[] variances = closedForm.deviations().square().toFloatArray();
            double sum = 0;
            for (float variance : variances) {
                sum += variance;
            }
            for (int k = 0; k < dimension; k++) {
                weights[k] = (float) (variances[k] / sum);
            }
        }
    }

    /** Takes one step; returns the share of the maps' variance that the codes miss. */
    double step(AdamOptimiser optimiser, Random random, double factor) {
        float[] targets = new float[BATCH * dimension];
        for (int b = 0; b < BATCH; b++) {
            int identity = random.nextInt(identities);
            boolean mirrored = random.nextBoolean();
            ColourJitter jitter = ColourJitter.draw(random, 0.12, 0.05);
            pictures.read(identity, mirrored, jitter, random, batch, b * FrontalPictures.length());
            target(mirrored ? identities + identity : identity, jitter, targets, b * dimension);
        }
        try (TensorSession session = engine.gradients()) {
            Shape shape = new Shape(BATCH, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
            NDArray w = encoder.encode(session.ops(), session.memory().create(batch, shape));
            NDArray error = w.sub(session.memory().create(targets, new Shape(BATCH, dimension)));
            NDArray share = session.memory().create(weights, new Shape(1, dimension));
            NDArray loss = error.square().mul(share).sum().div(BATCH);
            optimiser.step(List.of(session.ops().grad(List.of(loss), optimiser.parameters(), false)), factor);
            return loss.getFloat();
        }
    }

    private void target(int row, ColourJitter jitter, float[] to, int offset) {
        for (int k = 0; k < dimension; k++) {
            float code = codes[row * dimension + k];
            for (int c = 0; c < 3; c++) {
                code += (jitter.gain()[c] - 1) * colourCodes[c][row * dimension + k];
            }
            to[offset + k] = code;
        }
    }
}
