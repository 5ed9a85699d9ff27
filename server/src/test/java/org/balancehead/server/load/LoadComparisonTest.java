package org.balancehead.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;
import org.junit.jupiter.api.Test;

class LoadComparisonTest {
    private static final Machine MACHINE = machine("Cpu 1", 2, 24L << 30);
    private static final LoadPlan PLAN = new LoadPlan(8, 60, "webcam.mp4", 12, 24, "mirror", "jpeg", 256, 0, 0, 5);
    private static final boolean OWN = true;

    @Test
    void tellsWhatGotWorseByMoreThanAQuarterInItsOwnDirection() {
        LoadReport earlier = report(
                figure("frame_age_p95_ms", 100, "ms"),
                figure("first_view_p50_ms", 100, "ms"),
                figure("views_per_second", 100, "views/s"),
                figure("session_views_per_second", 100, "views/s"),
                figure("drops_camera_frame_replaced", 1, "drops"));
        LoadReport now = report(
                figure("frame_age_p95_ms", 126, "ms"),
                figure("first_view_p50_ms", 125, "ms"),
                figure("views_per_second", 74, "views/s"),
                figure("session_views_per_second", 200, "views/s"),
                figure("drops_camera_frame_replaced", 1000, "drops"));

        List<LoadComparison.Worse> worse = LoadComparison.between(earlier, now);

        assertThat(worse)
                .extracting(LoadComparison.Worse::name)
                .containsExactly("frame_age_p95_ms", "views_per_second");
        assertThat(worse.get(0).now()).hasValue(126);
    }

    @Test
    void takesTheFirstFaultAndAFigureThatIsGoneForWorse() {
        LoadReport earlier = report(figure("errors", 0, "errors"), figure("first_view_p50_ms", 100, "ms"));
        LoadReport now = report(figure("errors", 1, "errors"));

        assertThat(LoadComparison.between(earlier, now))
                .extracting(LoadComparison.Worse::name)
                .containsExactly("errors", "first_view_p50_ms");
    }

    @Test
    void findsNothingWorseThanItself() {
        LoadReport report = report(figure("errors", 0, "errors"), figure("views_per_second", 100, "views/s"));

        assertThat(LoadComparison.between(report, report)).isEmpty();
        assertThat(LoadComparison.whyNot(report, MACHINE, PLAN, OWN)).isEmpty();
    }

    @Test
    void comparesRunsOfOneMachineAndOneLoadOnly() {
        LoadReport earlier = report();
        LoadPlan longer = new LoadPlan(8, 61, "webcam.mp4", 12, 24, "mirror", "jpeg", 256, 0, 0, 5);

        assertThat(LoadComparison.whyNot(earlier, machine("Cpu 2", 2, 24L << 30), PLAN, OWN))
                .hasValue("The earlier run was on another machine (Cpu 1, 2 cores; this is Cpu 2, 2 cores):"
                        + " compare runs of one machine.");
        assertThat(LoadComparison.whyNot(earlier, machine("Cpu 1", 4, 24L << 30), PLAN, OWN))
                .isPresent();
        assertThat(LoadComparison.whyNot(earlier, machine("Cpu 1", 2, 12L << 30), PLAN, OWN))
                .isPresent();
        assertThat(LoadComparison.whyNot(earlier, machine("Cpu 1", 2, (24L << 30) - (200 << 20)), PLAN, OWN))
                .isEmpty();
        assertThat(LoadComparison.whyNot(earlier, MACHINE, longer, OWN))
                .get()
                .asString()
                .contains("--seconds 60");
        assertThat(LoadComparison.whyNot(earlier, MACHINE, PLAN, !OWN))
                .get()
                .asString()
                .contains("--url");
    }

    private static Machine machine(String cpu, int cores, long memory) {
        return new Machine(cpu, cores, memory, "Java", "Engine", "cpu");
    }

    static LoadReport report(List<Visit> visits, List<MemoryPoint> memory) {
        return new LoadReport(
                MACHINE, "1a2b3c4", "", PLAN, List.of(), Map.of(), LoadSecond.of(visits, PLAN.seconds()), memory);
    }

    private static LoadReport report(Figure... figures) {
        return new LoadReport(
                MACHINE, "1a2b3c4", "", PLAN, Stream.of(figures).toList(), Map.of(), List.of(), List.of());
    }

    private static Figure figure(String name, double value, String unit) {
        return new Figure(name, value, unit, 0, 0, "", null, null);
    }
}
