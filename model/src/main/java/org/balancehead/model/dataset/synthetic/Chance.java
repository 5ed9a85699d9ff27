package org.balancehead.model.dataset.synthetic;

import java.util.Random;

/** One stream of random numbers of an identity; streams of different names do not disturb each other. */
final class Chance {
    private final Random random;

    private Chance(Random random) {
        this.random = random;
    }

    /** The stream {@code name} of {@code seed}: always the same numbers. */
    static Chance of(long seed, String name) {
        long mixed = seed * 0x9E3779B97F4A7C15L + name.hashCode() * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 30)) * 0x94D049BB133111EBL;
        return new Chance(new Random(mixed ^ (mixed >>> 31)));
    }

    float uniform(float low, float high) {
        return low + (high - low) * random.nextFloat();
    }

    boolean happens(float probability) {
        return random.nextFloat() < probability;
    }

    /** An integer 0 … {@code bound} − 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A normal deviate clipped to ±{@code limit}. */
    float gaussian(float sigma, float limit) {
        return Math.max(-limit, Math.min(limit, sigma * (float) random.nextGaussian()));
    }

    /** One of the names, each as likely as its share says. */
    String pick(String[] names, float[] shares) {
        float sum = 0;
        for (float share : shares) {
            sum += share;
        }
        float left = random.nextFloat() * sum;
        for (int i = 0; i < names.length - 1; i++) {
            left -= shares[i];
            if (left < 0) {
                return names[i];
            }
        }
        return names[names.length - 1];
    }
}
