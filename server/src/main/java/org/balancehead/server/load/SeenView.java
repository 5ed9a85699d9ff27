package org.balancehead.server.load;

/**
 * One view that came.
 *
 * @param second since the first visitor came
 * @param gapMs since the one before it on the same connection; NaN for the first
 * @param ageMs of the camera frame that it reflects, from capture to arrival; NaN where it reflects none
 */
record SeenView(double second, double gapMs, double ageMs) {
    private static final double A_MICROSECOND = 1e-6;

    /** Whether it reflects a later camera frame than the other. */
    boolean capturedAfter(SeenView other) {
        return capturedSecond() - other.capturedSecond() > A_MICROSECOND;
    }

    private double capturedSecond() {
        return second - ageMs / 1e3;
    }
}
