package org.balancehead.model.training.semantic;

import java.util.Arrays;
import org.balancehead.model.condition.MeanFeature;

/**
 * Linear regression with a penalty on the weights' squares (Hoerl and Kennard, 1970), from D numbers to T. The penalty
 * is the one of five that does best on the last fifth of the rows when the others are fitted.
 */
final class RidgeRegression {
    /** Penalties over the mean variance of the inputs. */
    private static final double[] PENALTIES = {1e-4, 1e-3, 1e-2, 1e-1, 1};

    private final double[] inputMean;
    private final double[] targetMean;
    private final double[][] weights; // [D][T]

    private RidgeRegression(double[] inputMean, double[] targetMean, double[][] weights) {
        this.inputMean = inputMean;
        this.targetMean = targetMean;
        this.weights = weights;
    }

    /**
     * Fits rows of inputs to rows of targets.
     *
     * @throws IllegalArgumentException with fewer than ten rows
     */
    static RidgeRegression fit(float[][] inputs, float[][] targets) {
        if (inputs.length < 10) {
            throw new IllegalArgumentException("A regression needs 10 heads or more, not %d.".formatted(inputs.length));
        }
        int fitted = inputs.length * 4 / 5;
        Normal some = new Normal(Arrays.copyOf(inputs, fitted), Arrays.copyOf(targets, fitted));
        float[][] others = Arrays.copyOfRange(inputs, fitted, inputs.length);
        float[][] wanted = Arrays.copyOfRange(targets, fitted, targets.length);
        double best = Double.POSITIVE_INFINITY;
        double chosen = PENALTIES[0];
        for (double penalty : PENALTIES) {
            double missed = some.solve(penalty).missed(others, wanted);
            if (missed < best) {
                best = missed;
                chosen = penalty;
            }
        }
        return new Normal(inputs, targets).solve(chosen);
    }

    /** The targets of one row of inputs. */
    double[] predict(float[] input) {
        double[] predicted = targetMean.clone();
        for (int d = 0; d < input.length; d++) {
            double value = input[d] - inputMean[d];
            for (int t = 0; t < predicted.length; t++) {
                predicted[t] += value * weights[d][t];
            }
        }
        return predicted;
    }

    /** The mean of the targets that were fitted. */
    double[] mean() {
        return targetMean.clone();
    }

    private double missed(float[][] inputs, float[][] targets) {
        double sum = 0;
        for (int row = 0; row < inputs.length; row++) {
            double[] predicted = predict(inputs[row]);
            for (int t = 0; t < predicted.length; t++) {
                sum += (predicted[t] - targets[row][t]) * (predicted[t] - targets[row][t]);
            }
        }
        return sum;
    }

    /** The normal equations of centred rows. */
    private static final class Normal {
        private final double[] inputMean;
        private final double[] targetMean;
        private final double[][] gram; // [D][D]
        private final double[][] products; // [D][T]

        Normal(float[][] inputs, float[][] targets) {
            inputMean = MeanFeature.of(inputs).numbers();
            targetMean = MeanFeature.of(targets).numbers();
            int d = inputMean.length;
            gram = new double[d][d];
            products = new double[d][targetMean.length];
            for (int row = 0; row < inputs.length; row++) {
                double[] x = centred(inputs[row], inputMean);
                double[] y = centred(targets[row], targetMean);
                for (int i = 0; i < d; i++) {
                    add(gram[i], x, x[i] / inputs.length);
                    add(products[i], y, x[i] / inputs.length);
                }
            }
        }

        RidgeRegression solve(double penalty) {
            double trace = 0;
            for (int i = 0; i < gram.length; i++) {
                trace += gram[i][i];
            }
            double[][] triangle = cholesky(penalty * trace / gram.length);
            double[][] weights = new double[gram.length][];
            for (int i = 0; i < gram.length; i++) { // forwards
                weights[i] = products[i].clone();
                for (int k = 0; k < i; k++) {
                    add(weights[i], weights[k], -triangle[i][k]);
                }
                scale(weights[i], 1 / triangle[i][i]);
            }
            for (int i = gram.length - 1; i >= 0; i--) { // and back
                for (int k = i + 1; k < gram.length; k++) {
                    add(weights[i], weights[k], -triangle[k][i]);
                }
                scale(weights[i], 1 / triangle[i][i]);
            }
            return new RidgeRegression(inputMean, targetMean, weights);
        }

        /** The lower triangle L of gram + penalty = L Lᵀ. */
        private double[][] cholesky(double penalty) {
            double[][] triangle = new double[gram.length][];
            for (int i = 0; i < gram.length; i++) {
                triangle[i] = new double[i + 1];
                for (int j = 0; j <= i; j++) {
                    double sum = gram[i][j] + (i == j ? penalty : 0);
                    for (int k = 0; k < j; k++) {
                        sum -= triangle[i][k] * triangle[j][k];
                    }
                    triangle[i][j] = i == j ? Math.sqrt(sum) : sum / triangle[j][j];
                }
            }
            return triangle;
        }

        private static void add(double[] to, double[] what, double factor) {
            for (int i = 0; i < to.length; i++) {
                to[i] += factor * what[i];
            }
        }

        private static void scale(double[] what, double factor) {
            for (int i = 0; i < what.length; i++) {
                what[i] *= factor;
            }
        }

        private static double[] centred(float[] row, double[] mean) {
            double[] centred = new double[mean.length];
            for (int i = 0; i < mean.length; i++) {
                centred[i] = row[i] - mean[i];
            }
            return centred;
        }
    }
}
