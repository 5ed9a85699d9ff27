package org.balancehead.model.planes;

/**
 * The chart that unrolls a head onto a map: a dome above, a cylinder below, about the world's y axis.
 *
 * <p>A point's u is its azimuth (0 = the face, the seam at the back), denser in front; v is the arc length from the
 * crown down; r its distance from the axis segment y ≤ {@link #DOME_HEIGHT}. A head is nearly star-shaped in r, so that
 * one map of radius and colour holds it. Maps are row-major, row 0 at the crown, u = −1 at column 0.
 */
public final class CapsuleChart {
    /** Where the dome begins, in world units up from the origin. */
    public static final double DOME_HEIGHT = 0.02;

    /** Radius by which the dome's angle becomes arc length, in world units. */
    public static final double DOME_RADIUS = 0.2;

    /** How much denser the front is: du/dazimuth is (1 + FRONT)/π at the face and (1 − FRONT)/π at the back. */
    public static final double FRONT = 0.4;

    /** Arc length from the crown to the bottom of the box, in world units. */
    public static final double LENGTH = DOME_RADIUS * Math.PI / 2 + DOME_HEIGHT + 0.5;

    private CapsuleChart() {}

    /** The constants as the stage functions take them. */
    public static double[] geometry() {
        return new double[] {DOME_HEIGHT, DOME_RADIUS, FRONT, LENGTH};
    }

    /** Distance of a point from the chart's axis, in world units. */
    public static double radius(double x, double y, double z) {
        double up = Math.max(y - DOME_HEIGHT, 0);
        return Math.sqrt(x * x + z * z + up * up);
    }

    /** Horizontal chart coordinate of a point, −1…1. */
    public static double u(double x, double z) {
        double azimuth = Math.atan2(x, z);
        return (azimuth + FRONT * Math.sin(azimuth)) / Math.PI;
    }

    /** Vertical chart coordinate of a point, −1 (crown) … 1 (bottom of the box). */
    public static double v(double x, double y, double z) {
        double up = Math.max(y - DOME_HEIGHT, 0);
        double arc = DOME_RADIUS * Math.atan2(Math.hypot(x, z), up) + Math.max(DOME_HEIGHT - y, 0);
        return Math.min(arc, LENGTH) / LENGTH * 2 - 1;
    }
}
