package org.balancehead.model.inversion;

import java.util.Random;
import java.util.SplittableRandom;

/** Random numbers of a sample's seed. */
public final class SampleSeed {
    private SampleSeed() {}

    /**
     * Numbers that neighbouring seeds have nothing in common in; the first ones of a {@link Random} of a small seed are
     * nearly those of the next.
     */
    public static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }
}
