package org.balancehead.server.cli;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadReport;

/** Loads that differ in the number of visitors, as a table in Markdown. */
final class LoadSweepTable {
    private final List<LoadReport> reports;

    /** @param reports of one machine and server, in their order */
    LoadSweepTable(List<LoadReport> reports) {
        this.reports = List.copyOf(reports);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| visitors | views/s together | least … most of a session | first view p50 / p95 / p99, ms"
                + " | frame age p50 / p95 / p99, ms | server's cores | server's memory, MB | refused | dropped |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        reports.forEach(report -> lines.add(row(report)));
        LoadReport one = reports.get(0);
        LoadPlan plan = one.plan();
        lines.add("");
        lines.add("%s; commit %s; %d s each, %s at %d² and %d views/s, %s at %d frames/s%s"
                .formatted(
                        BenchReport.words(one),
                        one.commit(),
                        plan.seconds(),
                        plan.mode(),
                        plan.size(),
                        plan.fps(),
                        plan.clip(),
                        plan.cameraFps(),
                        one.server().isEmpty()
                                ? "; the server's figures include the visitors, who run in its process"
                                : ""));
        return lines;
    }

    private static String row(LoadReport report) {
        LoadFigureText figures = new LoadFigureText(report);
        return "| %d | %s | %s … %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        report.plan().sessions(),
                        figures.of("views_per_second"),
                        figures.of("least_session_views_per_second"),
                        figures.of("most_session_views_per_second"),
                        figures.percentiles("first_view"),
                        figures.percentiles("frame_age"),
                        figures.of("server_processor_cores"),
                        figures.of("server_resident_most_mb"),
                        figures.of("refused_upgrades"),
                        figures.drops());
    }
}
