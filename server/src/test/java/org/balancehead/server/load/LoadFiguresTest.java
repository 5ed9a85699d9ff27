package org.balancehead.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.balancehead.model.benchmark.Figure;
import org.junit.jupiter.api.Test;

class LoadFiguresTest {
    private static final double NONE = Double.NaN;
    private static final List<SeenView> ONE_TO_101_MS = IntStream.rangeClosed(1, 101)
            .mapToObj(ms -> new SeenView(1, ms, ms))
            .toList();

    @Test
    void takesPercentilesOverAllVisitsAndSharesOverThoseWhoSawSomething() {
        Visit fast = visit(Manner.GOOD, List.of(100.0), ONE_TO_101_MS, 24, 1, 0, 0, Map.of());
        Visit slow = visit(Manner.GOOD, List.of(300.0), views(219), 8, 0, 0, 2, Map.of("closed-1011", 2));
        Visit refused = visit(Manner.GOOD, List.of(), List.of(), 0, 0, 3, 0, Map.of("not-reached", 1));

        List<Figure> figures = LoadFigures.of(outcome(List.of(fast, slow, refused), "", ""));

        assertThat(value(figures, "first_view_p50_ms")).isEqualTo(200);
        assertThat(value(figures, "frame_age_p50_ms")).isEqualTo(51);
        assertThat(value(figures, "view_interval_p95_ms")).isCloseTo(96, within(1e-9));
        assertThat(value(figures, "view_interval_p99_ms")).isCloseTo(100, within(1e-9));
        assertThat(value(figures, "sessions_seeing_views")).isEqualTo(2);
        assertThat(value(figures, "views_per_second")).isEqualTo(32);
        assertThat(value(figures, "least_session_views_per_second")).isEqualTo(8);
        assertThat(value(figures, "session_views_max_over_min")).isEqualTo(3);
        assertThat(value(figures, "views_lost")).isEqualTo(1);
        assertThat(value(figures, "refused_upgrades")).isEqualTo(3);
        assertThat(value(figures, "reconnects")).isEqualTo(2);
        assertThat(value(figures, "errors")).isEqualTo(3);
    }

    @Test
    void fromCameraToViewCountsTheFirstViewOfEachCameraFrame() {
        List<SeenView> views = List.of(
                new SeenView(1.00, NONE, NONE),
                new SeenView(1.08, 80, 80), // captured at 1.00
                new SeenView(1.12, 40, 120),
                new SeenView(1.16, 40, 60), // at 1.10
                new SeenView(1.20, 40, 100));

        List<Figure> figures =
                LoadFigures.of(outcome(List.of(visit(Manner.GOOD, List.of(), views, 24, 0, 0, 0, Map.of())), "", ""));

        assertThat(value(figures, "camera_to_view_p50_ms")).isEqualTo(70);
        assertThat(value(figures, "frame_age_p50_ms")).isEqualTo(90);
    }

    @Test
    void tellsOfSlowAndVanishingVisitorsApart() {
        Visit good = visit(Manner.GOOD, List.of(100.0), views(240), 24, 0, 0, 0, Map.of());
        Visit slow = visit(Manner.SLOW, List.of(900.0), views(2), 0.2, 1, 0, 0, Map.of("slow_closed-1008", 1));
        Visit vanishing =
                new Visit(Manner.VANISHING, List.of(500.0), List.of(70.0), views(50), 5, 0, 2, 0, 7, Map.of());

        List<Figure> figures = LoadFigures.of(outcome(List.of(vanishing, good, slow), "", ""));

        assertThat(value(figures, "first_view_p95_ms")).isEqualTo(100);
        assertThat(value(figures, "session_views_max_over_min")).isEqualTo(1);
        assertThat(value(figures, "errors")).isZero();
        assertThat(value(figures, "slow_first_view_p50_ms")).isEqualTo(900);
        assertThat(value(figures, "slow_views_lost")).isEqualTo(1);
        assertThat(value(figures, "slow_errors")).isEqualTo(1);
        assertThat(value(figures, "vanishing_resumed_view_p99_ms")).isEqualTo(70);
        assertThat(value(figures, "vanishing_cuts")).isEqualTo(7);
        assertThat(value(figures, "vanishing_refused_upgrades")).isEqualTo(2);
        assertThat(figures).extracting(Figure::name).doesNotContain("vanishing_session_views_max_over_min");
    }

    @Test
    void tellsWhatTheServerDroppedMeanwhileAndWhatItTook() {
        String before = """
                balancehead_drops_total{reason="no-ticket"} 5
                balancehead_frames_ended_total{kind="camera",fate="replaced"} 1
                balancehead_frames_ended_total{kind="camera",fate="analysed"} 100
                balancehead_step_seconds_sum{step="render"} 1.5
                balancehead_step_seconds_count{step="render"} 100
                process_cpu_time_ns_total 1e9
                process_resident_memory_bytes 500e6
                """;
        String after = """
                balancehead_drops_total{reason="no-ticket"} 7
                balancehead_frames_ended_total{kind="camera",fate="replaced"} 4
                balancehead_frames_ended_total{kind="camera",fate="analysed"} 200
                balancehead_step_seconds_sum{step="render"} 3.5
                balancehead_step_seconds_count{step="render"} 200
                balancehead_step_seconds_sum{step="slice"} 0
                balancehead_step_seconds_count{step="slice"} 0
                process_cpu_time_ns_total 16e9
                process_resident_memory_bytes 520e6
                """;

        List<Figure> figures = LoadFigures.of(outcome(List.of(), before, after));

        assertThat(value(figures, "drops_no_ticket")).isEqualTo(2);
        assertThat(value(figures, "drops_frame_replaced")).isEqualTo(3);
        assertThat(figures).extracting(Figure::name).doesNotContain("drops_frame_analysed");
        assertThat(value(figures, "stage_render_mean_ms")).isCloseTo(20, within(1e-9));
        assertThat(figures).extracting(Figure::name).doesNotContain("stage_slice_mean_ms");
        assertThat(value(figures, "server_processor_cores")).isEqualTo(1.5);
        assertThat(value(figures, "server_resident_most_mb")).isEqualTo(530);
        assertThat(value(figures, "server_resident_growth_mb")).isEqualTo(20);
    }

    @Test
    void leavesOutWhatNobodySawOrTold() {
        List<Figure> figures = LoadFigures.of(new LoadOutcome(
                List.of(visit(Manner.GOOD, List.of(), List.of(), 0, 0, 1, 0, Map.of())),
                10,
                Optional.empty(),
                Optional.empty(),
                List.of()));

        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "sessions_seeing_views", "views", "views_lost", "refused_upgrades", "reconnects", "errors");
    }

    private static Visit visit(
            Manner manner,
            List<Double> firstViewMs,
            List<SeenView> views,
            double rate,
            long lost,
            long refused,
            long reconnects,
            Map<String, Integer> errors) {
        return new Visit(manner, firstViewMs, List.of(), views, rate, lost, refused, reconnects, 0, errors);
    }

    private static List<SeenView> views(int number) {
        return Collections.nCopies(number, new SeenView(1, NONE, NONE));
    }

    private static LoadOutcome outcome(List<Visit> visits, String before, String after) {
        return new LoadOutcome(
                visits,
                10,
                Optional.of(MetricsText.parse(before)),
                Optional.of(MetricsText.parse(after)),
                List.of(new MemoryPoint(1, 510), new MemoryPoint(2, 530)));
    }

    private static double value(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
