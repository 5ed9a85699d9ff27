package org.balancehead.server.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Samples;

/** The figures of a load: what was not seen or cannot be had is left out. */
final class LoadFigures {
    private static final String RESIDENT = "process_resident_memory_bytes";
    private static final String PROCESSOR = "process_cpu_time_ns_total";
    private static final String STEPS = "balancehead_step_seconds";
    private static final String DROPS = "balancehead_drops_total";
    private static final String FATES = "balancehead_frames_ended_total";

    /** Fates of frames that came to something. */
    private static final Set<String> WELL_ENDED = Set.of("analysed", "shown");

    private static final String STAGE = "stage_";

    private final LoadOutcome outcome;
    private final List<Figure> figures = new ArrayList<>();

    private LoadFigures(LoadOutcome outcome) {
        this.outcome = outcome;
    }

    static List<Figure> of(LoadOutcome outcome) {
        LoadFigures figures = new LoadFigures(outcome);
        Map<Manner, List<Visit>> byManner = outcome.visits().stream()
                .collect(Collectors.groupingBy(Visit::manner, TreeMap::new, Collectors.toList()));
        byManner.forEach(figures::visitors);
        figures.server();
        return figures.figures;
    }

    /** How often which error met any visitor. */
    static Map<String, Integer> errors(List<Visit> visits) {
        Map<String, Integer> all = new TreeMap<>();
        visits.forEach(visit -> visit.errors().forEach((kind, count) -> all.merge(kind, count, Integer::sum)));
        return all;
    }

    private void visitors(Manner manner, List<Visit> visits) {
        String prefix = manner.prefix();
        percentiles(prefix + "first_view", visits.stream().flatMap(visit -> visit.firstViewMs().stream()));
        percentiles(prefix + "resumed_view", visits.stream().flatMap(visit -> visit.resumedViewMs().stream()));
        percentiles(prefix + "camera_to_view", visits.stream().flatMap(Visit::cameraToViewMs));
        percentiles(prefix + "frame_age", visits.stream().flatMap(Visit::agesMs));
        percentiles(prefix + "view_interval", visits.stream().flatMap(Visit::gapsMs));
        List<Double> rates = visits.stream()
                .map(Visit::viewsPerSecond)
                .filter(rate -> rate > 0)
                .toList();
        add(prefix + "sessions_seeing_views", rates.size(), "sessions");
        if (manner != Manner.VANISHING && !rates.isEmpty()) {
            rates(
                    prefix,
                    Samples.of(rates),
                    total(visits, visit -> visit.views().size()));
        }
        add(prefix + "views", total(visits, visit -> visit.views().size()), "views");
        add(prefix + "views_lost", total(visits, Visit::lost), "lost");
        add(prefix + "refused_upgrades", total(visits, Visit::refused), "refusals");
        add(prefix + "reconnects", total(visits, Visit::reconnects), "reconnects");
        if (manner == Manner.VANISHING) {
            add(prefix + "cuts", total(visits, Visit::vanished), "cuts");
        }
        add(
                prefix + "errors",
                errors(visits).values().stream().mapToInt(Integer::intValue).sum(),
                "errors");
    }

    private void percentiles(String name, Stream<Double> times) {
        List<Double> all = times.toList();
        if (!all.isEmpty()) {
            Samples samples = Samples.of(all);
            for (int percent : List.of(50, 95, 99)) {
                add("%s_p%d_ms".formatted(name, percent), samples.quantile(percent / 100.0), "ms", samples.spread());
            }
        }
    }

    private void rates(String prefix, Samples ofEach, double views) {
        add(prefix + "views_per_second", views / outcome.seconds(), "views/s");
        add(prefix + "session_views_per_second", ofEach.median(), "views/s", ofEach.spread());
        add(prefix + "least_session_views_per_second", ofEach.quantile(0), "views/s");
        add(prefix + "most_session_views_per_second", ofEach.quantile(1), "views/s");
        add(prefix + "session_views_max_over_min", ofEach.quantile(1) / ofEach.quantile(0), "ratio");
    }

    private void server() {
        if (outcome.before().isEmpty() || outcome.after().isEmpty()) {
            return;
        }
        MetricsText before = outcome.before().get();
        MetricsText after = outcome.after().get();
        stages(before, after);
        drops("drops_", before.by("reason", DROPS), after.by("reason", DROPS));
        drops("drops_frame_", before.by("fate", FATES), after.by("fate", FATES));
        add(
                "server_processor_cores",
                (after.sum(PROCESSOR) - before.sum(PROCESSOR)) / 1e9 / outcome.seconds(),
                "cores");
        DoubleStream resident = outcome.memory().stream().mapToDouble(MemoryPoint::megabytes);
        add("server_resident_most_mb", resident.max().orElse(Double.NaN), "MB");
        add("server_resident_growth_mb", (after.sum(RESIDENT) - before.sum(RESIDENT)) / 1e6, "MB more");
    }

    /** What each step took on average. */
    private void stages(MetricsText before, MetricsText after) {
        Map<String, Double> secondsBefore = before.by("step", STEPS + "_sum");
        Map<String, Double> countsBefore = before.by("step", STEPS + "_count");
        Map<String, Double> counts = after.by("step", STEPS + "_count");
        after.by("step", STEPS + "_sum").forEach((step, seconds) -> {
            double count = counts.getOrDefault(step, 0.0) - countsBefore.getOrDefault(step, 0.0);
            double spent = seconds - secondsBefore.getOrDefault(step, 0.0);
            add(STAGE + step.replace('-', '_') + "_mean_ms", spent * 1e3 / count, "ms");
        });
    }

    private void drops(String prefix, Map<String, Double> before, Map<String, Double> after) {
        after.forEach((why, count) -> {
            if (!WELL_ENDED.contains(why)) {
                add(prefix + why.replace('-', '_'), count - before.getOrDefault(why, 0.0), "drops");
            }
        });
    }

    private static double total(List<Visit> visits, ToLongFunction<Visit> count) {
        return visits.stream().mapToLong(count).sum();
    }

    private void add(String name, double value, String unit) {
        add(name, value, unit, 0);
    }

    private void add(String name, double value, String unit, double spread) {
        if (Double.isFinite(value)) {
            figures.add(new Figure(name, value, unit, spread, 0, "", null, null));
        }
    }
}
