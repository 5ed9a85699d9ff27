package org.balancehead.server.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Samples;

/** The figures of a load: what was not seen or cannot be had is left out. */
final class LoadFigures {
    private static final String RESIDENT = "process_resident_memory_bytes";
    private static final String PROCESSOR = "process_cpu_time_ns_total";
    private static final String DROPS = "balancehead_drops_total";
    private static final String FATES = "balancehead_frames_ended_total";

    /** Fates of frames that came to something. */
    private static final Set<String> WELL_ENDED = Set.of("analysed", "shown");

    private final LoadOutcome outcome;
    private final List<Figure> figures = new ArrayList<>();

    private LoadFigures(LoadOutcome outcome) {
        this.outcome = outcome;
    }

    static List<Figure> of(LoadOutcome outcome) {
        LoadFigures figures = new LoadFigures(outcome);
        figures.times();
        figures.rates();
        figures.counts();
        figures.server();
        return figures.figures;
    }

    /** How often which error met any visitor. */
    static Map<String, Integer> errors(LoadOutcome outcome) {
        Map<String, Integer> all = new TreeMap<>();
        outcome.visits()
                .forEach(visit -> visit.errors().forEach((kind, count) -> all.merge(kind, count, Integer::sum)));
        return all;
    }

    private void times() {
        percentiles("first_view", Visit::firstViewMs);
        percentiles("frame_age", Visit::ageMs);
        percentiles("view_interval", Visit::gapMs);
    }

    private void percentiles(String name, Function<Visit, List<Double>> times) {
        List<Double> all =
                outcome.visits().stream().map(times).flatMap(Collection::stream).toList();
        if (!all.isEmpty()) {
            Samples samples = Samples.of(all);
            for (int percent : List.of(50, 95, 99)) {
                add("%s_p%d_ms".formatted(name, percent), samples.quantile(percent / 100.0), "ms", samples.spread());
            }
        }
    }

    private void rates() {
        List<Double> rates = outcome.visits().stream()
                .map(Visit::viewsPerSecond)
                .filter(rate -> rate > 0)
                .toList();
        add("sessions_seeing_views", rates.size(), "sessions");
        if (!rates.isEmpty()) {
            Samples samples = Samples.of(rates);
            add("views_per_second", total(Visit::views) / outcome.seconds(), "views/s");
            add("session_views_per_second", samples.median(), "views/s", samples.spread());
            add("least_session_views_per_second", samples.quantile(0), "views/s");
            add("most_session_views_per_second", samples.quantile(1), "views/s");
            add("session_views_max_over_min", samples.quantile(1) / samples.quantile(0), "ratio");
        }
    }

    private void counts() {
        add("views", total(Visit::views), "views");
        add("views_lost", total(Visit::lost), "lost");
        add("refused_upgrades", total(Visit::refused), "refusals");
        add("reconnects", total(Visit::reconnects), "reconnects");
        add(
                "errors",
                errors(outcome).values().stream().mapToInt(Integer::intValue).sum(),
                "errors");
    }

    private void server() {
        if (outcome.before().isEmpty() || outcome.after().isEmpty()) {
            return;
        }
        MetricsText before = outcome.before().get();
        MetricsText after = outcome.after().get();
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

    private void drops(String prefix, Map<String, Double> before, Map<String, Double> after) {
        after.forEach((why, count) -> {
            if (!WELL_ENDED.contains(why)) {
                add(prefix + why.replace('-', '_'), count - before.getOrDefault(why, 0.0), "drops");
            }
        });
    }

    private double total(ToLongFunction<Visit> count) {
        return outcome.visits().stream().mapToLong(count).sum();
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
