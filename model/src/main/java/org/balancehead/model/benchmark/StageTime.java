package org.balancehead.model.benchmark;

import java.util.ArrayList;
import java.util.List;

/** How long the steps of one inversion stage took, from the slices that they were taken in. */
final class StageTime {
    private final List<Double> perStep = new ArrayList<>();
    private int done;

    /**
     * Adds a slice.
     *
     * @param step steps of the stage done after it
     */
    void add(int step, double seconds) {
        int steps = Math.max(1, step - done);
        perStep.add(seconds / steps);
        done = step;
    }

    Samples perStep() {
        return Samples.of(perStep);
    }
}
