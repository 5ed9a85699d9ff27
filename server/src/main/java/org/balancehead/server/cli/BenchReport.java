package org.balancehead.server.cli;

import java.util.List;
import java.util.Locale;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;

/**
 * The figures of {@code bench} as others read them.
 *
 * @param machine what they were measured on
 * @param figures in the order of their measurement
 */
record BenchReport(Machine machine, List<Figure> figures) {
    BenchReport {
        figures = List.copyOf(figures);
    }

    /** The line that heads the table. */
    static String words(Machine machine) {
        return "%s, %d cores, %.0f GiB; %s; %s on %s"
                .formatted(
                        machine.cpu(),
                        machine.cores(),
                        machine.memory() / (double) (1L << 30),
                        machine.java(),
                        machine.engine(),
                        machine.device());
    }

    /** A line of the table. */
    static String words(Figure figure) {
        String threads = figure.threads() == 1 ? "1 thread" : figure.threads() + " threads";
        return String.format(
                        Locale.ROOT,
                        "%-26s %10.2f %-8s ±%-8.2f %-9s %s",
                        figure.name(),
                        figure.value(),
                        figure.unit(),
                        figure.spread() / 2,
                        threads,
                        figure.preset())
                .stripTrailing();
    }
}
