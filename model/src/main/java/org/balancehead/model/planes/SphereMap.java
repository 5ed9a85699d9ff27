package org.balancehead.model.planes;

/** How the directions about the head's centre lie on a square map. */
public enum SphereMap {
    /** Polar angle from −x by columns, azimuth from +z by rows: poles at the ears, distorted there. */
    ANGLES(0),
    /** Lambert's azimuthal equal-area disc about the top of the head; the corners of the map stay empty. */
    DISC(1),
    /** That disc spread over the whole square (elliptical grid mapping): no seam but straight down, no empty corner. */
    SQUARE(2);

    private final int kind; // as the stage function numbers them

    SphereMap(int kind) {
        this.kind = kind;
    }

    int kind() {
        return kind;
    }
}
