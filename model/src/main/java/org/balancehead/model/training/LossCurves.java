package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.plot.LinePlot;
import org.balancehead.model.plot.Panel;

/** The run's figures over its steps: {@code losses.csv} (step, name, value), and its plot {@code losses.png}. */
final class LossCurves {
    private final Path csv;
    private final Path png;

    LossCurves(Path folder) {
        csv = folder.resolve("losses.csv");
        png = folder.resolve("losses.png");
    }

    /** Appends figures of one step. */
    void add(int step, Map<String, Double> figures) throws IOException {
        StringBuilder lines = new StringBuilder();
        figures.forEach((name, value) -> lines.append(String.format(Locale.ROOT, "%d,%s,%.6f%n", step, name, value)));
        Files.writeString(csv, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Draws a panel for each name. */
    void plot() throws IOException {
        Map<String, List<double[]>> curves = new TreeMap<>();
        for (String line : Files.readAllLines(csv)) {
            String[] cells = line.split(",", -1);
            curves.computeIfAbsent(cells[1], name -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[2])});
        }
        List<Panel> panels = curves.entrySet().stream()
                .map(curve -> panel(curve.getKey(), curve.getValue()))
                .toList();
        ImageFiles.writePng(LinePlot.draw(panels), png);
    }

    private static Panel panel(String name, List<double[]> points) {
        double[] steps = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] values = points.stream().mapToDouble(point -> point[1]).toArray();
        return new Panel(name, "steps", steps, values, false);
    }
}
