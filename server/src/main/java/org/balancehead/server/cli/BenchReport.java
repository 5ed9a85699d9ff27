package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    BenchReport {
        figures = List.copyOf(figures);
    }

    /** Writes a report as JSON; the file appears whole. */
    void write(Path file) throws IOException {
        Path place = file.toAbsolutePath();
        Path beside = place.resolveSibling("." + place.getFileName() + ".part");
        Files.write(beside, JSON.writeValueAsBytes(this));
        Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
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
