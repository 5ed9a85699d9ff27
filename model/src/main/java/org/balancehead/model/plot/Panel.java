package org.balancehead.model.plot;

import java.util.List;

/**
 * Lines over two axes.
 *
 * @param title above them
 * @param across what x is
 * @param curves the lines, one to three
 * @param fromZero whether both axes begin at 0; else where the points do
 */
public record Panel(String title, String across, List<Curve> curves, boolean fromZero) {
    /** As many lines as there are colours. */
    private static final int MOST = 3;

    public Panel {
        curves = List.copyOf(curves);
        if (curves.isEmpty() || curves.size() > MOST) {
            throw new IllegalArgumentException("A panel has 1 to %d lines, not %d.".formatted(MOST, curves.size()));
        }
    }

    /** A panel of a single line. */
    public static Panel of(String title, String across, double[] x, double[] y, boolean fromZero) {
        return new Panel(title, across, List.of(new Curve("", x, y)), fromZero);
    }
}
