package org.balancehead.actors.training;

import java.util.Map;
import java.util.function.Supplier;
import org.balancehead.model.training.Training;

/**
 * A step whose batch is drawn.
 *
 * @param step its number, from 0
 * @param take takes it; for the owner of the training alone
 */
record DrawnStep(int step, Supplier<Map<String, Double>> take) {
    /** Draws the batch of a step; safe in any thread. */
    static <B> DrawnStep draw(Training<B> training, int step) {
        B batch = training.draw(step);
        return new DrawnStep(step, () -> training.take(batch));
    }
}
