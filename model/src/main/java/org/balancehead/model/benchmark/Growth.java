package org.balancehead.model.benchmark;

import java.util.List;
import org.balancehead.model.plot.Panel;

/**
 * How a cost grows with a size.
 *
 * @param name of the cost, its unit included
 * @param preset architecture preset
 * @param threads that one operation of the engine might use
 * @param size what grows
 * @param unit of the cost, for people
 * @param points in the order of the size
 */
public record Growth(String name, String preset, int threads, String size, String unit, List<Point> points) {
    /**
     * The cost at one size.
     *
     * @param at the size
     * @param value the median of the runs
     * @param spread distance between the runs' quartiles
     */
    public record Point(double at, double value, double spread) {
        public static Point of(double at, Samples samples) {
            return new Point(at, samples.median(), samples.spread());
        }
    }

    public Growth {
        points = List.copyOf(points);
    }

    /** Its plot. */
    public Panel panel() {
        String title = "%s of %s, %d thread%s".formatted(name, preset, threads, threads == 1 ? "" : "s");
        return Panel.of(
                title,
                size,
                points.stream().mapToDouble(Point::at).toArray(),
                points.stream().mapToDouble(Point::value).toArray(),
                true);
    }
}
