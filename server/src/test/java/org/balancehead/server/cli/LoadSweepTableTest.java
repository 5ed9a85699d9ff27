package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadReport;
import org.junit.jupiter.api.Test;

class LoadSweepTableTest {
    private static final Machine MACHINE = new Machine("Cpu 1", 2, 24L << 30, "Java", "Engine", "cpu");

    @Test
    void hasARowForEachNumberOfVisitorsAndADashForWhatNobodySaw() {
        LoadReport one = report(
                1,
                figure("views_per_second", 23.91, "views/s"),
                figure("least_session_views_per_second", 23.91, "views/s"),
                figure("most_session_views_per_second", 23.91, "views/s"),
                figure("first_view_p50_ms", 412.4, "ms"),
                figure("first_view_p95_ms", 412.4, "ms"),
                figure("first_view_p99_ms", 412.4, "ms"),
                figure("frame_age_p50_ms", 61.2, "ms"),
                figure("frame_age_p95_ms", 99.4, "ms"),
                figure("frame_age_p99_ms", 154.6, "ms"),
                figure("drops_view_skipped", 7, "drops"),
                figure("drops_session_gone", 0, "drops"),
                figure("drops_frame_replaced", 132, "drops"),
                figure("server_processor_cores", 1.234, "cores"),
                figure("server_resident_most_mb", 1234.5, "MB"),
                figure("refused_upgrades", 0, "refusals"));
        LoadReport calm = report(2, figure("server_processor_cores", 0.5, "cores"));
        LoadReport none = report(32, figure("refused_upgrades", 40, "refusals"));

        List<String> lines = new LoadSweepTable(List.of(one, calm, none)).lines();

        assertThat(lines.get(2))
                .isEqualTo("| 1 | 23.9 | 23.9 … 23.9 | 412 / 412 / 412 | 61.2 / 99.4 / 155 | 1.23 | 1235 | 0"
                        + " | view skipped 7, frame replaced 132 |");
        assertThat(lines.get(3)).isEqualTo("| 2 | – | – … – | – / – / – | – / – / – | 0.50 | – | – | nothing |");
        assertThat(lines.get(4)).isEqualTo("| 32 | – | – … – | – / – / – | – / – / – | – | – | 40 | – |");
        assertThat(lines.get(6))
                .isEqualTo("Cpu 1, 2 cores, 24 GiB; Java; Engine on cpu; commit 1a2b3c4; 60 s each, mirror at"
                        + " 256² and 24 views/s, webcam.mp4 at 12 frames/s; the server's figures include the visitors, who run in"
                        + " its process");
        assertThat(lines.subList(0, 5))
                .allSatisfy(
                        line -> assertThat(line.chars().filter(c -> c == '|')).hasSize(10));
    }

    @Test
    void saysOfAServerElsewhereWhereItIsAndNotWhatItComputesWith() {
        LoadReport apart = report("ws://head.example/v1/stream", 1);

        assertThat(new LoadSweepTable(List.of(apart)).lines().get(4))
                .isEqualTo("Cpu 1, 2 cores, 24 GiB; Java; server at ws://head.example/v1/stream; commit 1a2b3c4; 60 s"
                        + " each, mirror at 256² and 24 views/s, webcam.mp4 at 12 frames/s");
    }

    private static LoadReport report(int sessions, Figure... figures) {
        return report("", sessions, figures);
    }

    private static LoadReport report(String server, int sessions, Figure... figures) {
        LoadPlan plan = new LoadPlan(sessions, 60, "webcam.mp4", 12, 24, "mirror", "jpeg", 256, 0, 0, 1);
        return new LoadReport(MACHINE, "1a2b3c4", server, plan, List.of(figures), Map.of(), List.of(), List.of());
    }

    private static Figure figure(String name, double value, String unit) {
        return new Figure(name, value, unit, 0, 0, "", null, null);
    }
}
