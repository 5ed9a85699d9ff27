package org.balancehead.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.server.load.LoadReport;

/** The figures of a load as people read them, by their names. */
final class LoadFigureText {
    private static final String DROPS = "drops_";

    private final List<Figure> all;
    private final Map<String, Figure> figures;

    LoadFigureText(LoadReport report) {
        all = report.figures();
        figures = report.figures().stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    boolean has(String name) {
        return figures.containsKey(name);
    }

    /** A dash where nobody saw it. */
    String of(String name) {
        Figure figure = figures.get(name);
        return figure == null ? "–" : rounded(figure.value());
    }

    /** One that is known by its percentiles, such as {@code first_view}. */
    String percentiles(String name) {
        return "%s / %s / %s".formatted(of(name + "_p50_ms"), of(name + "_p95_ms"), of(name + "_p99_ms"));
    }

    /** What the server dropped, and how many of it; a dash where it does not show its metrics. */
    String drops() {
        if (!has("server_processor_cores")) {
            return "–";
        }
        String some = all.stream()
                .filter(figure -> figure.name().startsWith(DROPS) && figure.value() > 0)
                .map(figure -> "%s %s"
                        .formatted(figure.name().substring(DROPS.length()).replace('_', ' '), rounded(figure.value())))
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "nothing" : some;
    }

    /** Three digits, or all that stand before the point. */
    static String rounded(double value) {
        int decimals = value == Math.rint(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
