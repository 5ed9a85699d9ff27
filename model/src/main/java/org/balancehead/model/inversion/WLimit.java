package org.balancehead.model.inversion;

/** Holds the encoder's w within the prior N(0, I): real pictures can push it where the generator was never trained. */
final class WLimit {
    /** Largest root mean square of w. */
    private static final double LONGEST = 1.3;

    private WLimit() {}

    /** {@code w}, shortened where it is too long. */
    static float[] held(float[] w) {
        double sum = 0;
        for (float entry : w) {
            sum += entry * entry;
        }
        double length = Math.sqrt(sum / w.length);
        float factor = (float) Math.min(1, LONGEST / Math.max(length, 1e-9));
        float[] held = w.clone();
        for (int i = 0; i < held.length; i++) {
            held[i] *= factor;
        }
        return held;
    }
}
