package org.balancehead.model.training.latent;

import java.util.Arrays;

/**
 * Whether drawn heads are like real ones, and whether all real ones could be drawn (Kynkäänniemi et al., NeurIPS 2019,
 * equations 1 and 2, with 3 neighbours, in w space).
 *
 * @param precision share of drawn heads that lie no further from some real head than its third nearest real neighbour
 * @param recall share of real heads that lie no further from some drawn head than its third nearest drawn neighbour
 */
public record LatentQuality(double precision, double recall) {
    private static final int NEIGHBOURS = 3;

    /**
     * Compares points of one space.
     *
     * @param real two or more
     * @param drawn two or more
     */
    static LatentQuality of(float[][] real, float[][] drawn) {
        return new LatentQuality(within(drawn, real), within(real, drawn));
    }

    /** The share of points that lie in the neighbourhood of a centre. */
    private static double within(float[][] points, float[][] centres) {
        double[] reach = reach(centres);
        int inside = 0;
        for (float[] point : points) {
            boolean found = false;
            for (int i = 0; i < centres.length && !found; i++) {
                found = squaredDistance(point, centres[i]) <= reach[i];
            }
            inside += found ? 1 : 0;
        }
        return inside / (double) points.length;
    }

    /** Squared distance of each point to its third nearest neighbour, or the last where there are fewer. */
    private static double[] reach(float[][] points) {
        double[] reach = new double[points.length];
        double[] distances = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < points.length; j++) {
                distances[j] = squaredDistance(points[i], points[j]);
            }
            Arrays.sort(distances); // the first is the point itself
            reach[i] = distances[Math.min(NEIGHBOURS, points.length - 1)];
        }
        return reach;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double off = a[k] - b[k];
            sum += off * off;
        }
        return sum;
    }
}
