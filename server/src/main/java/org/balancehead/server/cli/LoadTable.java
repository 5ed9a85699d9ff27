package org.balancehead.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.balancehead.server.load.LoadComparison;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadReport;

/** A load's figures as people read them. */
final class LoadTable {
    /** In the order of a frame's way. */
    private static final List<String> STAGES =
            List.of("decode", "queue", "analyse", "slice", "render", "encode", "round_trip");

    private static final String LINE = "%-14s %10s %10s %10s";

    private final LoadReport report;
    private final LoadFigureText figures;

    LoadTable(LoadReport report) {
        this.report = report;
        this.figures = new LoadFigureText(report);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        LoadPlan plan = report.plan();
        lines.add("%s; commit %s".formatted(BenchReport.words(report), report.commit()));
        lines.add("%d sessions for %d s, %s at %d² and %d views/s, %s at %d frames/s"
                .formatted(
                        plan.sessions(),
                        plan.seconds(),
                        plan.mode(),
                        plan.size(),
                        plan.fps(),
                        plan.clip(),
                        plan.cameraFps()));
        lines.addAll(visitors("", plan.sessions() - plan.slow() - plan.vanish()));
        if (plan.slow() > 0) {
            lines.add("Besides, those who read 1 KB a second:");
            lines.addAll(visitors("slow_", plan.slow()));
        }
        if (plan.vanish() > 0) {
            lines.add("Besides, those who vanished every %d s or so (%s times together) and came again as much later:"
                    .formatted(plan.think(), figures.of("vanishing_cuts")));
            lines.addAll(visitors("vanishing_", plan.vanish()));
        }
        if (!report.errors().isEmpty()) {
            lines.add("errors         " + new TreeMap<>(report.errors()));
        }
        lines.add("dropped        "
                + (figures.has("server_processor_cores")
                        ? figures.drops()
                        : "(the server does not show its /metrics)"));
        if (figures.has("stage_render_mean_ms")) {
            lines.add("stages         "
                    + STAGES.stream()
                            .filter(stage -> figures.has("stage_" + stage + "_mean_ms"))
                            .map(stage -> stage + " " + figures.of("stage_" + stage + "_mean_ms"))
                            .collect(Collectors.joining(", "))
                    + " (means)");
        }
        if (figures.has("server_processor_cores")) {
            lines.add("server         %s cores busy, %s MB resident at most, %s MB more than before%s"
                    .formatted(
                            figures.of("server_processor_cores"),
                            figures.of("server_resident_most_mb"),
                            figures.of("server_resident_growth_mb"),
                            report.server().isEmpty() ? "; the visitors, who run in its process, included" : ""));
        }
        return lines;
    }

    private List<String> visitors(String prefix, int number) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, LINE, "", "p50", "p95", "p99"));
        lines.add(percentiles(prefix, "first view", "(none came)"));
        if (figures.has(prefix + "resumed_view_p50_ms")) {
            lines.add(percentiles(prefix, "resumed view", ""));
        }
        lines.add(percentiles(prefix, "camera to view", "(in mirror mode alone)"));
        lines.add(percentiles(prefix, "frame age", "(in mirror mode alone)"));
        lines.add(percentiles(prefix, "view interval", "(none came)"));
        if (figures.has(prefix + "views_per_second")) {
            lines.add("views/s        %s together; a session %s at least, %s at most, max/min %s"
                    .formatted(
                            figures.of(prefix + "views_per_second"),
                            figures.of(prefix + "least_session_views_per_second"),
                            figures.of(prefix + "most_session_views_per_second"),
                            figures.of(prefix + "session_views_max_over_min")));
        }
        lines.add("sessions       %s of %d saw views; %s upgrades refused, %s reconnects, %s views lost, %s errors"
                .formatted(
                        figures.of(prefix + "sessions_seeing_views"),
                        number,
                        figures.of(prefix + "refused_upgrades"),
                        figures.of(prefix + "reconnects"),
                        figures.of(prefix + "views_lost"),
                        figures.of(prefix + "errors")));
        return lines;
    }

    private String percentiles(String prefix, String name, String none) {
        String figure = prefix + name.replace(' ', '_');
        return figures.has(figure + "_p50_ms")
                ? String.format(
                        Locale.ROOT,
                        LINE,
                        name,
                        figures.of(figure + "_p50_ms") + " ms",
                        figures.of(figure + "_p95_ms") + " ms",
                        figures.of(figure + "_p99_ms") + " ms")
                : "%-14s %s".formatted(name, none);
    }

    static String words(LoadComparison.Worse worse) {
        String earlier = "worse: %s was %s %s, now "
                .formatted(worse.name(), LoadFigureText.rounded(worse.earlier()), worse.unit());
        return earlier
                + (worse.now().isPresent() ? LoadFigureText.rounded(worse.now().getAsDouble()) : "there is none");
    }
}
