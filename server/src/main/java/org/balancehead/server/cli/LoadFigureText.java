package org.balancehead.server.cli;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.server.load.LoadReport;

/** The figures of a load as people read them, by their names. */
final class LoadFigureText {
    private final Map<String, Figure> figures;

    LoadFigureText(LoadReport report) {
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

    /** Three digits, or all that stand before the point. */
    static String rounded(double value) {
        int decimals = value == Math.rint(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
