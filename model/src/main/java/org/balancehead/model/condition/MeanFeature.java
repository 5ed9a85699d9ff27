package org.balancehead.model.condition;

/** What features have in common: features as encoders give them are mostly that. */
public final class MeanFeature {
    private final double[] mean;

    private MeanFeature(double[] mean) {
        this.mean = mean;
    }

    /**
     * The mean of features.
     *
     * @param features one or more, all of one length
     */
    public static MeanFeature of(float[][] features) {
        double[] mean = new double[features[0].length];
        for (float[] feature : features) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += feature[i] / (double) features.length;
            }
        }
        return new MeanFeature(mean);
    }

    /** Its numbers. */
    public double[] numbers() {
        return mean.clone();
    }

    /** Features less the mean: what sets each of them apart. */
    public float[][] apart(float[][] features) {
        float[][] apart = new float[features.length][mean.length];
        for (int row = 0; row < features.length; row++) {
            for (int i = 0; i < mean.length; i++) {
                apart[row][i] = (float) (features[row][i] - mean[i]);
            }
        }
        return apart;
    }
}
