package org.balancehead.model.generator;

/**
 * Draws w towards its average, for fewer failures and less variety.
 *
 * @param psi 1 leaves w as it is, 0 is the average
 * @param cutoff how many layers, from the first, are drawn
 */
public record Truncation(double psi, int cutoff) {
    /** No truncation. */
    public static final Truncation NONE = new Truncation(1, 0);

    /** The same truncation in all layers. */
    public static Truncation of(double psi) {
        return new Truncation(psi, Integer.MAX_VALUE);
    }
}
