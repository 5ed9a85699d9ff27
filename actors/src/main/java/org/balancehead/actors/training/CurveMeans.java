package org.balancehead.actors.training;

import java.util.Map;
import java.util.TreeMap;

/** Means of loss terms over the steps since the last point of the curves. */
final class CurveMeans {
    private final Map<String, Double> sums = new TreeMap<>();
    private int count;

    void add(Map<String, Double> terms) {
        terms.forEach((name, value) -> sums.merge(name, value, Double::sum));
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    Map<String, Double> values() {
        Map<String, Double> means = new TreeMap<>(sums);
        means.replaceAll((name, sum) -> sum / count);
        return means;
    }

    void clear() {
        sums.clear();
        count = 0;
    }
}
