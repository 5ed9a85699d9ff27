package org.balancehead.model.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A figure from repeated draws.
 *
 * @param mean over the draws
 * @param deviation the standard deviation of a single draw; 0 where there was one only
 */
public record Estimate(double mean, double deviation) {
    /** Of the values that each draw gave. */
    public static Estimate of(List<Double> values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.size();
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Estimate(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
    }

    /** Of figures by name that all draws have. */
    static Map<String, Estimate> over(List<Map<String, Double>> draws) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (String name : draws.get(0).keySet()) {
            estimates.put(
                    name, of(draws.stream().map(figures -> figures.get(name)).toList()));
        }
        return estimates;
    }
}
