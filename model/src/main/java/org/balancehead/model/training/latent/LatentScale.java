package org.balancehead.model.training.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.tensor.TensorSession;

/**
 * How w is seen where heads are compared: less its mean, each entry by the square root of how far it changes the chart
 * map, 1 in the mean square of all. The change itself would count what makes heads differ most and nothing of faces.
 *
 * @param mean {@code [K]}
 * @param factor {@code [K]}
 */
record LatentScale(float[] mean, float[] factor) {
    /**
     * That of heads.
     *
     * @param change how far an entry of 1 changes the chart map: {@code [K]}
     * @throws IllegalArgumentException when all heads have the same w
     */
    static LatentScale of(float[][] codes, float[] change) {
        int entries = change.length;
        float[] mean = new float[entries];
        for (float[] code : codes) {
            for (int k = 0; k < entries; k++) {
                mean[k] += code[k] / codes.length;
            }
        }
        double square = 0;
        for (float[] code : codes) {
            for (int k = 0; k < entries; k++) {
                double off = code[k] - mean[k];
                square += off * off * change[k] / ((double) codes.length * entries);
            }
        }
        if (!(square > 0)) {
            throw new IllegalArgumentException(
                    "The encoder reads the same w from every picture: a mapping network has nothing to learn of that.");
        }
        float[] factor = new float[entries];
        for (int k = 0; k < entries; k++) {
            factor[k] = (float) Math.sqrt(change[k] / square);
        }
        return new LatentScale(mean, factor);
    }

    /** {@code [N, K]}. */
    NDArray apply(TensorSession session, NDArray w) {
        Shape row = new Shape(1, mean.length);
        return w.sub(session.memory().create(mean, row)).mul(session.memory().create(factor, row));
    }
}
