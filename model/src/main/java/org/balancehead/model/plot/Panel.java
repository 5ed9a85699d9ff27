package org.balancehead.model.plot;

/**
 * One line over two axes.
 *
 * @param title above it
 * @param across what x is
 * @param x of the points, ascending; as many as y
 * @param y of the points
 * @param fromZero whether both axes begin at 0; else where the points do
 */
public record Panel(String title, String across, double[] x, double[] y, boolean fromZero) {
    public Panel {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(
                    "A line has as many x as y, not %d and %d.".formatted(x.length, y.length));
        }
        x = x.clone();
        y = y.clone();
    }
}
