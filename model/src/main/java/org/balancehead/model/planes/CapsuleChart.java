package org.balancehead.model.planes;

/**
 * The chart that unrolls a head onto a map: a dome above, a cylinder below, about the world's y axis. Lines of equal
 * arc are level down to the neck; below it they rise outwards, so that shoulders, which lie nearly level, get many of
 * them.
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

    /** How far below the dome the neck begins, in world units; from there on lines of equal arc rise outwards. */
    public static final double NECK = 0.15;

    /** By how much more they rise with each unit of arc below that, until they rise by {@link #SLOPE}. */
    public static final double SPREAD = 4 / 3.0;

    /** How much they rise at most, a unit outwards. */
    public static final double SLOPE = 0.6;

    /** Arc length from the crown to where pictures end, in world units; what lies beyond is drawn as the last row. */
    public static final double LENGTH = DOME_RADIUS * Math.PI / 2 + 0.68;

    private CapsuleChart() {}

    /** The constants as the stage functions take them. */
    public static double[] geometry() {
        return new double[] {DOME_HEIGHT, DOME_RADIUS, FRONT, LENGTH, NECK, SPREAD, SLOPE};
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

    /**
     * Arc length below the dome: a line rises by s = SPREAD · (arc − NECK) a unit outwards, and depth is arc − s · out.
     */
    private static double fanned(double depth, double out) {
        double room = Math.max(1 / SPREAD - out, 0.05 / SPREAD);
        return depth + out * Math.max(0, Math.min(SLOPE, (depth - NECK) / room));
    }

    /** Vertical chart coordinate of a point, −1 (crown) … 1 (where pictures end). */
    public static double v(double x, double y, double z) {
        double up = Math.max(y - DOME_HEIGHT, 0);
        double out = Math.hypot(x, z);
        double arc = DOME_RADIUS * Math.atan2(out, up) + fanned(Math.max(DOME_HEIGHT - y, 0), out);
        return Math.min(arc, LENGTH) / LENGTH * 2 - 1;
    }
}
