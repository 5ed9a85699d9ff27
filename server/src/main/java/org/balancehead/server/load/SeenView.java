package org.balancehead.server.load;

/**
 * One view that came.
 *
 * @param second since the first visitor came
 * @param gapMs since the one before it on the same connection; NaN for the first
 * @param ageMs of the camera frame that it reflects, from capture to arrival; NaN where it reflects none
 */
record SeenView(double second, double gapMs, double ageMs) {}
