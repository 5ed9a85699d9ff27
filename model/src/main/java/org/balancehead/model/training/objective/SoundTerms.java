package org.balancehead.model.training.objective;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.balancehead.model.training.DivergedException;

/** Refuses steps whose loss terms cannot be: not numbers, or far beyond what logits, slopes and colours can give. */
public final class SoundTerms {
    /** The term of steps that were taken twice. */
    public static final String AGAIN = "taken again";

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
     * Takes a step, which moves no weight before its terms are checked. A step that is not sound is taken again, once:
     * what led there does so again, whereas a slip of the engine, of which a few were seen, does not.
     *
     * @param step which one is next
     * @param drawnFor which one its batch is for
     * @param taken draws from the step's own seed, so that it gives the same each time
     * @return its terms, with {@link #AGAIN} where it was taken twice
     * @throws IllegalArgumentException when they differ
     * @throws DivergedException when a loss whose gradient is asked for is no number, or a term is not sound, both
     *     times
     */
    public static Map<String, Double> of(int step, int drawnFor, Supplier<Map<String, Double>> taken) {
        if (drawnFor != step) {
            throw new IllegalArgumentException("This is the batch of step %d, not %d.".formatted(drawnFor, step));
        }
        try {
            return attempt(step, taken);
        } catch (DivergedException once) {
            Map<String, Double> terms = new LinkedHashMap<>(attempt(step, taken));
            terms.put(AGAIN, 1.0);
            return terms;
        }
    }

    private static Map<String, Double> attempt(int step, Supplier<Map<String, Double>> taken) {
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
