package org.balancehead.model.training.objective;

/**
 * How often a generator that is told a view is told another one than it is seen from, so that it cannot make a flat
 * picture for each (EG3D, section 4.4): surely at first, with a final probability in the end.
 *
 * @param probability in the end, 0…1
 * @param images over which it falls
 */
public record ViewSwap(double probability, long images) {
    public ViewSwap {
        if (!(probability >= 0 && probability <= 1) || images < 0) {
            throw new IllegalArgumentException("A probability of swapping is 0 to 1, not " + probability + ".");
        }
    }

    /** The probability after so many images. */
    public double at(long seen) {
        double share = images == 0 ? 1 : Math.min(1, seen / (double) images);
        return 1 + share * (probability - 1);
    }
}
