package org.balancehead.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Growth;
import org.balancehead.model.benchmark.LimitShare;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.model.benchmark.MemoryUse;
import org.balancehead.server.load.LoadReport;
import org.jspecify.annotations.Nullable;

/**
 * The figures of {@code bench} as others read them.
 *
 * @param machine what they were measured on
 * @param figures in the order of their measurement
 * @param growth how costs grow; empty where that was not asked for
 */
record BenchReport(Machine machine, List<Figure> figures, List<Growth> growth) {
    private static final String LINE = "%-26s %-16s %7s %9s %-8s %-8s %9s %9s  %s";

    BenchReport {
        figures = List.copyOf(figures);
        growth = List.copyOf(growth);
    }

    /** The line that heads the table. */
    static String words(Machine machine) {
        return "%s; %s on %s".formatted(computer(machine), machine.engine(), machine.device());
    }

    /** A machine without what it computes with. */
    static String computer(Machine machine) {
        return "%s, %d cores, %.0f GiB; %s"
                .formatted(machine.cpu(), machine.cores(), machine.memory() / (double) (1L << 30), machine.java());
    }

    /** What a load's visitors ran on. What a server of another process computes with, they do not know. */
    static String words(LoadReport load) {
        return load.server().isEmpty()
                ? words(load.machine())
                : "%s; server at %s".formatted(computer(load.machine()), load.server());
    }

    /** The table's columns. */
    static String columns() {
        return String.format(
                        Locale.ROOT,
                        LINE,
                        "figure",
                        "preset",
                        "threads",
                        "median",
                        "± half",
                        "unit",
                        "native",
                        "heap",
                        "share of the limit")
                .stripTrailing();
    }

    /** A line of the table. Half the figures lie within ±: it is half of the spread. */
    static String words(Figure figure) {
        MemoryUse memory = figure.memory();
        LimitShare limit = figure.limit();
        return String.format(
                        Locale.ROOT,
                        LINE,
                        figure.name(),
                        figure.preset().isEmpty() ? "-" : figure.preset(),
                        figure.threads(),
                        rounded(figure.value()),
                        "±" + rounded(figure.spread() / 2),
                        figure.unit(),
                        memory == null ? "" : megabytes(memory.nativeBytes()),
                        memory == null ? "" : megabytes(memory.heapBytes()),
                        limit == null ? "" : share(limit))
                .stripTrailing();
    }

    /** Two lines about a growth: what, and each size with its cost. */
    static String words(Growth growth) {
        String threads = growth.threads() == 1 ? "1 thread" : growth.threads() + " threads";
        String points = growth.points().stream()
                .map(point -> "%s: %s".formatted(rounded(point.at()), rounded(point.value())))
                .collect(Collectors.joining("   "));
        return "%s of %s, %s, in %s against %s%n    %s"
                .formatted(growth.name(), growth.preset(), threads, growth.unit(), growth.size(), points);
    }

    /** Three digits, or all that stand before the point. */
    private static String rounded(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String megabytes(@Nullable Long bytes) {
        return bytes == null ? "" : rounded(bytes / 1e6) + " MB";
    }

    private static String share(LimitShare limit) {
        return String.format(Locale.ROOT, "%3.0f %% of %s", 100 * limit.share(), limit.limit());
    }
}
