package org.balancehead.model.parity;

/**
 * How one stage compares.
 *
 * @param stage what was compared
 * @param difference the largest one, absolute or, for gradients, relative to the norm; infinite where shapes differ or
 *     a number is none
 * @param tolerance what it may be
 */
public record ParityRow(String stage, double difference, double tolerance) {
    /** Whether the difference is within the tolerance. */
    public boolean agrees() {
        return difference <= tolerance;
    }
}
