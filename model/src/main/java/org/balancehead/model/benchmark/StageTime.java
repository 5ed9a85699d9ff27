package org.balancehead.model.benchmark;

import java.util.ArrayList;
import java.util.List;

/** How long the steps of one inversion stage took, from the slices that they were taken in. */
final class StageTime {
    private final List<Double> perStep = new ArrayList<>();
    private int done;
    private double begun;

    /**
     * Adds a slice; one that ends within a step counts towards that step.
     *
     * @param step steps of the stage done after it
     */
    void add(int step, double seconds) {
        begun += seconds;
        if (step > done) {
            perStep.add(begun / (step - done));
            done = step;
            begun = 0;
        }
    }

    Samples perStep() {
        return Samples.of(perStep);
    }
}
