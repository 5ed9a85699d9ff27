package org.balancehead.server.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.plot.Curve;
import org.balancehead.model.plot.Panel;

/** Loads as curves; what nobody saw or told has none. */
public final class LoadPlots {
    private LoadPlots() {}

    /** What was seen over the time of one load, and the server's memory. */
    public static List<Panel> overTime(LoadReport report) {
        List<LoadSecond> seconds = report.seconds();
        return panels(
                "seconds",
                new Graph(
                        "frame age, ms",
                        curve("p50", seconds, LoadSecond::second, second -> LoadSecond.p50(second.frameAge())),
                        curve("p95", seconds, LoadSecond::second, second -> LoadSecond.p95(second.frameAge()))),
                new Graph(
                        "between two views, ms",
                        curve("p50", seconds, LoadSecond::second, second -> LoadSecond.p50(second.viewInterval())),
                        curve("p95", seconds, LoadSecond::second, second -> LoadSecond.p95(second.viewInterval()))),
                new Graph("sessions that see views", curve("", seconds, LoadSecond::second, LoadSecond::seeing)),
                new Graph(
                        "server's resident memory, MB",
                        curve("", report.memory(), MemoryPoint::second, MemoryPoint::megabytes)));
    }

    /** How cost grows with the sessions, over several loads that differ in them. */
    public static List<Panel> overSessions(List<LoadReport> reports) {
        return panels(
                "visitors at a time",
                new Graph("views a second together", figure("", reports, "views_per_second")),
                new Graph(
                        "views a second of a session",
                        figure("least", reports, "least_session_views_per_second"),
                        figure("most", reports, "most_session_views_per_second")),
                new Graph(
                        "first view, ms",
                        figure("p50", reports, "first_view_p50_ms"),
                        figure("p95", reports, "first_view_p95_ms")),
                new Graph(
                        "frame age, ms",
                        figure("p50", reports, "frame_age_p50_ms"),
                        figure("p95", reports, "frame_age_p95_ms")),
                new Graph("server's processor cores", figure("", reports, "server_processor_cores")),
                new Graph("server's resident memory, MB", figure("", reports, "server_resident_most_mb")));
    }

    private record Line(String name, List<double[]> points) {}

    private record Graph(String title, List<Line> lines) {
        Graph(String title, Line... lines) {
            this(
                    title,
                    Stream.of(lines).filter(line -> !line.points().isEmpty()).toList());
        }
    }

    private static List<Panel> panels(String across, Graph... graphs) {
        List<Panel> panels = new ArrayList<>();
        for (Graph graph : graphs) {
            if (!graph.lines().isEmpty()) {
                panels.add(new Panel(
                        graph.title(),
                        across,
                        graph.lines().stream().map(LoadPlots::drawn).toList(),
                        true));
            }
        }
        return panels;
    }

    private static Curve drawn(Line line) {
        return new Curve(
                line.name(),
                line.points().stream().mapToDouble(point -> point[0]).toArray(),
                line.points().stream().mapToDouble(point -> point[1]).toArray());
    }

    private static Line figure(String name, List<LoadReport> reports, String figure) {
        return curve(
                name,
                reports,
                report -> report.plan().sessions(),
                report -> report.figures().stream()
                        .filter(one -> one.name().equals(figure))
                        .mapToDouble(Figure::value)
                        .findFirst()
                        .orElse(Double.NaN));
    }

    private static <T> Line curve(String name, List<T> items, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
        return new Line(
                name,
                items.stream()
                        .map(item -> new double[] {x.applyAsDouble(item), y.applyAsDouble(item)})
                        .filter(point -> Double.isFinite(point[1]))
                        .toList());
    }
}
