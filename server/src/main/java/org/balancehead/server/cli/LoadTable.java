package org.balancehead.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.server.load.LoadComparison;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadReport;

/** A load's figures as people read them. */
final class LoadTable {
    private static final String LINE = "%-14s %10s %10s %10s";

    private final LoadReport report;
    private final Map<String, Figure> figures;

    LoadTable(LoadReport report) {
        this.report = report;
        this.figures = report.figures().stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        LoadPlan plan = report.plan();
        lines.add("%s; commit %s".formatted(BenchReport.words(report.machine()), report.commit()));
        lines.add("%d sessions for %d s, %s at %d² and %d views/s, %s at %d frames/s"
                .formatted(
                        plan.sessions(),
                        plan.seconds(),
                        plan.mode(),
                        plan.size(),
                        plan.fps(),
                        plan.clip(),
                        plan.cameraFps()));
        lines.add(String.format(Locale.ROOT, LINE, "", "p50", "p95", "p99"));
        for (String name : List.of("first view", "frame age", "view interval")) {
            lines.add(percentiles(name));
        }
        if (figures.containsKey("views_per_second")) {
            lines.add("views/s        %s together; a session %s at least, %s at most, max/min %s"
                    .formatted(
                            of("views_per_second"),
                            of("least_session_views_per_second"),
                            of("most_session_views_per_second"),
                            of("session_views_max_over_min")));
        }
        lines.add("sessions       %s of %d saw views; %s upgrades refused, %s reconnects, %s views lost, %s errors%s"
                .formatted(
                        of("sessions_seeing_views"),
                        plan.sessions(),
                        of("refused_upgrades"),
                        of("reconnects"),
                        of("views_lost"),
                        of("errors"),
                        report.errors().isEmpty() ? "" : " " + new TreeMap<>(report.errors())));
        lines.add("dropped        " + drops());
        if (figures.containsKey("server_processor_cores")) {
            lines.add("server         %s cores busy, %s MB resident at most, %s MB more than before%s"
                    .formatted(
                            of("server_processor_cores"),
                            of("server_resident_most_mb"),
                            of("server_resident_growth_mb"),
                            report.server().isEmpty() ? "; the visitors, who run in its process, included" : ""));
        }
        return lines;
    }

    static String words(LoadComparison.Worse worse) {
        return worse.now().isPresent()
                ? "worse: %s was %s %s, now %s"
                        .formatted(
                                worse.name(),
                                rounded(worse.earlier()),
                                worse.unit(),
                                rounded(worse.now().getAsDouble()))
                : "worse: %s was %s %s, now there is none"
                        .formatted(worse.name(), rounded(worse.earlier()), worse.unit());
    }

    private String percentiles(String name) {
        String prefix = name.replace(' ', '_');
        return figures.containsKey(prefix + "_p50_ms")
                ? String.format(
                        Locale.ROOT,
                        LINE,
                        name,
                        of(prefix + "_p50_ms") + " ms",
                        of(prefix + "_p95_ms") + " ms",
                        of(prefix + "_p99_ms") + " ms")
                : "%-14s %s".formatted(name, name.equals("frame age") ? "(in mirror mode alone)" : "(none came)");
    }

    private String drops() {
        if (!figures.containsKey("server_processor_cores")) {
            return "(the server does not show its /metrics)";
        }
        String some = report.figures().stream()
                .filter(figure -> figure.unit().equals("drops") && figure.value() > 0)
                .map(figure -> "%s %s"
                        .formatted(figure.name().substring("drops_".length()).replace('_', '-'), of(figure.name())))
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "nothing" : some;
    }

    private String of(String name) {
        Figure figure = figures.get(name);
        return figure == null ? "?" : rounded(figure.value());
    }

    /** Three digits, or all that stand before the point. */
    private static String rounded(double value) {
        int decimals = value == Math.rint(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
