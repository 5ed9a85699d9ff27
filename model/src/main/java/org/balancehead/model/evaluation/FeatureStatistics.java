package org.balancehead.model.evaluation;

/**
 * What the figures need to know of a set of features.
 *
 * @param spread mean distance of a feature from the mean one
 */
record FeatureStatistics(GaussianSummary gaussian, double spread) {
    static FeatureStatistics of(float[][] features) {
        GaussianSummary gaussian = GaussianSummary.of(features);
        double spread = 0;
        for (float[] feature : features) {
            spread += distance(feature, gaussian.mean()) / features.length;
        }
        return new FeatureStatistics(gaussian, spread);
    }

    private static double distance(float[] a, double[] b) {
        double square = 0;
        for (int i = 0; i < b.length; i++) {
            square += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(square);
    }
}
