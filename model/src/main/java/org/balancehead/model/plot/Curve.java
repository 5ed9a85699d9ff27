package org.balancehead.model.plot;

/**
 * A line through points.
 *
 * @param name beside it, where a panel has several; may be empty
 * @param x of the points, ascending; at least one, as many as y
 * @param y of the points
 */
public record Curve(String name, double[] x, double[] y) {
    public Curve {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(
                    "A line has as many x as y, not %d and %d.".formatted(x.length, y.length));
        }
        x = x.clone();
        y = y.clone();
    }
}
