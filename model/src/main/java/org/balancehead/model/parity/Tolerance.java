package org.balancehead.model.parity;

/**
 * How far numbers may be apart. Single-precision arithmetic alone (another order of summation, two threads) moves
 * images by 1e-5 and depths by 3e-6 where images are up to 10 in magnitude.
 */
final class Tolerance {
    /** Images and features. */
    static final double IMAGE = 5e-5;

    /** Depths, in world units. */
    static final double DEPTH = 6e-6;

    /** Depths where next to nothing is seen (opacity below {@link #THIN}). */
    static final double THIN_DEPTH = 2e-5;

    static final double THIN = 0.05;

    /** Entries of w. */
    static final double LATENT = 1e-5;

    /** Fine depths: they jump where a cumulated weight passes a quantile. */
    static final double FINE_DEPTH = 1e-4;

    /** Densities of the first pass, which are −1000 where cropped. */
    static final double DENSITY = 1e-4;

    /** Densities of both passes: they move with the fine depths. */
    static final double MOVED_DENSITY = 1e-3;

    /** Weights of both passes: likewise. */
    static final double MOVED_WEIGHT = 1e-4;

    /** Logits of the discriminator. */
    static final double LOGIT = 5e-5;

    /** Gradients, relative to the norm; likewise R1. */
    static final double GRADIENT = 1e-3;

    private Tolerance() {}
}
