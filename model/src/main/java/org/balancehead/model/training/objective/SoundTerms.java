package org.balancehead.model.training.objective;

import java.util.Map;
import java.util.function.Supplier;
import org.balancehead.model.training.DivergedException;

/** Refuses steps whose loss terms cannot be: not numbers, or far beyond what logits, slopes and colours can give. */
public final class SoundTerms {
    /** Sound terms are below a thousand, also at the worst of times. */
    private static final double LARGEST = 1e6;

    private SoundTerms() {}

    /**
     * Looks at the terms of a step before they move anything.
     *
     * @throws DivergedException when one is not sound: in one sentence
     */
    public static void check(int step, Map<String, Double> terms) {
        terms.forEach((name, value) -> {
            if (!(Math.abs(value) < LARGEST)) {
                throw diverged(step, "'%s' is %s".formatted(name, value));
            }
        });
    }

    /**
     * Takes a step, which moves no weight before its terms are checked.
     *
     * @param step which one is next
     * @param drawnFor which one its batch is for
     * @return its terms
     * @throws IllegalArgumentException when they differ
     * @throws DivergedException when a loss whose gradient is asked for is no number, or a term is not sound
     */
    public static Map<String, Double> of(int step, int drawnFor, Supplier<Map<String, Double>> taken) {
        if (drawnFor != step) {
            throw new IllegalArgumentException("This is the batch of step %d, not %d.".formatted(drawnFor, step));
        }
        try {
            return taken.get();
        } catch (IllegalStateException notFinite) {
            throw diverged(step, String.valueOf(notFinite.getMessage()));
        }
    }

    private static DivergedException diverged(int step, String what) {
        return new DivergedException(
                "Training diverged at step %d: %s; go on from the last state with --resume, and if it happens again, with smaller learning rates or a larger R1."
                        .formatted(step, what));
    }
}
