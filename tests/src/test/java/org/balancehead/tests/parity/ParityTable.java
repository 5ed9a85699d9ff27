package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares stages with a fixture, and keeps a row for each: the largest difference and the tolerance. */
final class ParityTable {
    private final List<String> rows = new ArrayList<>();

    /** Asserts that the largest absolute difference is within a tolerance. */
    void compare(String stage, NDArray actual, float[] expected, double tolerance) {
        float[] numbers = actual.toFloatArray();
        assertThat(numbers).as(stage).hasSameSizeAs(expected);

        double largest = 0;
        for (int i = 0; i < numbers.length; i++) {
            double difference = Math.abs((double) numbers[i] - expected[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        judge(stage, largest, tolerance);
    }

    /** Asserts that the difference is small relative to what is expected, both measured by the Euclidean norm. */
    void compareRelative(String stage, NDArray actual, float[] expected, double tolerance) {
        float[] numbers = actual.toFloatArray();
        assertThat(numbers).as(stage).hasSameSizeAs(expected);

        double difference = 0;
        double norm = 0;
        for (int i = 0; i < numbers.length; i++) {
            difference += Math.pow((double) numbers[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        judge(stage, Math.sqrt(difference / norm), tolerance);
    }

    /** Asserts that a figure is within a tolerance. */
    void judge(String stage, double largest, double tolerance) {
        rows.add(String.format(Locale.ROOT, "%-34s %12.2e %10.0e", stage, largest, tolerance));
        assertThat(largest).as(stage).isLessThanOrEqualTo(tolerance);
    }

    @Override
    public String toString() {
        return String.format("%-34s %12s %10s%n", "stage", "difference", "tolerance") + String.join("\n", rows);
    }
}
