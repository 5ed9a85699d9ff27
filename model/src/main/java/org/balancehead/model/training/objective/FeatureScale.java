package org.balancehead.model.training.objective;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.balancehead.model.tensor.ParameterMap;

/**
 * How semantic features are standardised before networks see them: less their mean, over their deviation in the data,
 * and scaled so that all of them together vary as much as a camera's label does. Features as encoders give them are
 * mostly what all heads have in common.
 *
 * @param mean {@code [C]}
 * @param factor {@code [C]}
 */
public record FeatureScale(float[] mean, float[] factor) {
    /** About the variance of a camera label over a sphere of views, all its entries together. */
    private static final double LABEL_VARIANCE = 10;

    private static final double LEAST_DEVIATION = 1e-4;

    /** That of a dataset's features {@code [n][C]}. */
    public static FeatureScale of(float[][] features) {
        int length = features[0].length;
        float[] mean = new float[length];
        float[] factor = new float[length];
        for (int k = 0; k < length; k++) {
            double sum = 0;
            double squares = 0;
            for (float[] feature : features) {
                sum += feature[k];
                squares += (double) feature[k] * feature[k];
            }
            mean[k] = (float) (sum / features.length);
            double variance = squares / features.length - (double) mean[k] * mean[k];
            double deviation = Math.sqrt(Math.max(0, variance));
            factor[k] = deviation < LEAST_DEVIATION ? 0 : (float) (Math.sqrt(LABEL_VARIANCE / length) / deviation);
        }
        return new FeatureScale(mean, factor);
    }

    /** Features {@code [n][C]}, standardised. */
    public float[][] apply(float[][] features) {
        return Arrays.stream(features).map(this::apply).toArray(float[][]::new);
    }

    /** A feature, standardised. */
    public float[] apply(float[] feature) {
        float[] scaled = new float[feature.length];
        for (int k = 0; k < feature.length; k++) {
            scaled[k] = (feature[k] - mean[k]) * factor[k];
        }
        return scaled;
    }

    /**
     * Changes a mapping network's embedding, so that it takes features as encoders give them and makes the same of
     * them.
     *
     * @param embedding name of the layer, such as {@code mapping.embed}
     * @param conditionScale what the network multiplies its condition by
     * @param from which of its inputs is the first of the feature
     */
    public void fold(ParameterMap weights, String embedding, double conditionScale, int from) {
        NDArray weight = weights.get(embedding + ".weight");
        NDArray bias = weights.get(embedding + ".bias");
        float[] w = weight.toFloatArray();
        float[] b = bias.toFloatArray();
        int inputs = w.length / b.length;
        double gain = conditionScale / Math.sqrt(inputs);
        for (int row = 0; row < b.length; row++) {
            double moved = 0;
            for (int k = 0; k < mean.length; k++) {
                int at = row * inputs + from + k;
                w[at] *= factor[k];
                moved += gain * w[at] * mean[k];
            }
            b[row] -= (float) moved;
        }
        weight.set(w);
        bias.set(b);
    }
}
