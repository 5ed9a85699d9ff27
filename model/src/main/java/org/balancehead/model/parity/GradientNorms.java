package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Norms of gradients, against those that a fixture states. */
final class GradientNorms {
    private GradientNorms() {}

    /** The largest difference of norms, relative to what is expected; infinite where nothing is expected. */
    static double largestDifference(Map<String, Double> expected, Map<String, NDArray> found) {
        double largest = expected.isEmpty() ? Double.POSITIVE_INFINITY : 0;
        for (Map.Entry<String, Double> norm : expected.entrySet()) {
            NDArray gradient = found.get(norm.getKey());
            double ours = gradient == null
                    ? Double.NaN
                    : gradient.square().sum().sqrt().getFloat();
            double difference = Math.abs(ours - norm.getValue()) / norm.getValue();
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
