package org.balancehead.model.training;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * The seed of one step of a training, so that a resumed run draws what an unbroken one does. Neighbouring steps have
 * nothing in common; the first numbers of a {@link Random} of neighbouring seeds are nearly the same.
 */
public final class StepSeed {
    private static final long STEPS = 1_000_003;

    private StepSeed() {}

    /**
     * Mixes both numbers.
     *
     * @param seed of the training
     */
    public static long of(long seed, long step) {
        return new SplittableRandom(seed * STEPS + step).nextLong();
    }
}
