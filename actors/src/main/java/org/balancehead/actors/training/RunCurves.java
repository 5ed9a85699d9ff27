package org.balancehead.actors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.actors.training.Trainer.Point;

/** What is to be written to the curves: points, and the means of loss terms over the steps since the last of them. */
final class RunCurves {
    private final Map<String, Double> sums = new TreeMap<>();
    private final List<Point> points = new ArrayList<>();
    private int steps;

    /** Takes a step's loss terms into the means. */
    void add(Map<String, Double> terms) {
        terms.forEach((name, value) -> sums.merge(name, value, Double::sum));
        steps++;
    }

    void add(Point point) {
        points.add(point);
    }

    Map<String, Double> means() {
        Map<String, Double> means = new TreeMap<>(sums);
        means.replaceAll((name, sum) -> sum / steps);
        return means;
    }

    /** What there is to write, with the means as a point of that step. */
    List<Point> take(int step) {
        if (steps > 0) {
            points.add(new Point(step, means()));
            sums.clear();
            steps = 0;
        }
        List<Point> taken = List.copyOf(points);
        points.clear();
        return taken;
    }
}
