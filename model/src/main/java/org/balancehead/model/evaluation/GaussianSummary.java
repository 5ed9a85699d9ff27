package org.balancehead.model.evaluation;

/**
 * The Gaussian that a set of features is summed up by.
 *
 * @param mean D numbers
 * @param covariance D × D numbers, symmetric, row-major
 */
public record GaussianSummary(double[] mean, double[] covariance) {
    public GaussianSummary {
        if (mean.length < 1 || covariance.length != mean.length * mean.length) {
            throw new IllegalArgumentException(
                    "A mean of %d numbers does not fit a covariance of %d.".formatted(mean.length, covariance.length));
        }
    }

    /**
     * Mean and unbiased covariance of features.
     *
     * @param features at least two, of one length
     */
    public static GaussianSummary of(float[][] features) {
        if (features.length < 2) {
            throw new IllegalArgumentException(
                    "A covariance needs two features or more, not %d.".formatted(features.length));
        }
        int dimension = features[0].length;
        double[] mean = mean(features, dimension);
        double[] covariance = new double[dimension * dimension];
        double[] centred = new double[dimension];
        for (float[] feature : features) {
            for (int i = 0; i < dimension; i++) {
                centred[i] = feature[i] - mean[i];
            }
            addOuterProduct(centred, covariance);
        }
        for (int i = 0; i < dimension; i++) {
            for (int j = i; j < dimension; j++) {
                covariance[i * dimension + j] /= features.length - 1;
                covariance[j * dimension + i] = covariance[i * dimension + j];
            }
        }
        return new GaussianSummary(mean, covariance);
    }

    private static double[] mean(float[][] features, int dimension) {
        double[] mean = new double[dimension];
        for (float[] feature : features) {
            if (feature.length != dimension) {
                throw new IllegalArgumentException(
                        "Features of %d and %d numbers.".formatted(dimension, feature.length));
            }
            for (int i = 0; i < dimension; i++) {
                mean[i] += feature[i] / (double) features.length;
            }
        }
        return mean;
    }

    /** Adds to the upper triangle. */
    private static void addOuterProduct(double[] x, double[] matrix) {
        for (int i = 0; i < x.length; i++) {
            double factor = x[i];
            int row = i * x.length;
            for (int j = i; j < x.length; j++) {
                matrix[row + j] += factor * x[j];
            }
        }
    }

    int dimension() {
        return mean.length;
    }

    /** Sum of the variances. */
    double trace() {
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            trace += covariance[i * mean.length + i];
        }
        return trace;
    }
}
