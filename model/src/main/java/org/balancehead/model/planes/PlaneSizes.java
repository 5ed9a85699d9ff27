package org.balancehead.model.planes;

/** What all representations ask of their sizes. */
final class PlaneSizes {
    private PlaneSizes() {}

    static void check(int features, int side, double boxSide) {
        if (features < 1 || side < 1 || !(boxSide > 0)) {
            throw new IllegalArgumentException("Planes need positive sizes.");
        }
    }
}
