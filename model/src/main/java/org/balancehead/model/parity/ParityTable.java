package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Collects how the stages compare, in order. */
final class ParityTable {
    private final List<ParityRow> rows = new ArrayList<>();

    List<ParityRow> rows() {
        return List.copyOf(rows);
    }

    /** Compares by the largest absolute difference. */
    void compare(String stage, NDArray ours, NpzFile.FloatArray theirs, double tolerance) {
        judge(stage, largestDifference(ours.toFloatArray(), theirs.values()), tolerance);
    }

    /** Compares by the norm of the difference over the norm of what is expected. */
    void compareRelative(String stage, NDArray ours, NpzFile.FloatArray theirs, double tolerance) {
        float[] numbers = ours.toFloatArray();
        float[] expected = theirs.values();
        double difference = numbers.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        double norm = 0;
        for (int i = 0; i < Math.min(numbers.length, expected.length); i++) {
            difference += Math.pow((double) numbers[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        judge(stage, Math.sqrt(difference / norm), tolerance);
    }

    /** Adds a figure that was compared elsewhere; what is not a number disagrees. */
    void judge(String stage, double difference, double tolerance) {
        rows.add(new ParityRow(stage, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference, tolerance));
    }

    private static double largestDifference(float[] ours, float[] theirs) {
        if (ours.length != theirs.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            double difference = Math.abs((double) ours[i] - theirs[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
