package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
public final class LossCurves {
    private final Path csv;
    private final Path png;

    public LossCurves(Path folder) {
        csv = folder.resolve("losses.csv");
        png = folder.resolve("losses.png");
    }

    /** Appends figures of one step. */
    public void add(int step, Map<String, Double> figures) throws IOException {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(figures)
                .forEach((name, value) -> lines.append(String.format(Locale.ROOT, "%d,%s,%.6f\n", step, name, value)));
        Files.writeString(csv, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Forgets what came after a step: a training that goes on from there comes by again. */
    public void keepUpTo(int step) throws IOException {
        if (!Files.exists(csv)) {
            return;
        }
        List<String> kept = lines().stream()
                .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(','))) <= step)
                .toList();
        Path beside = csv.resolveSibling("losses.csv.part");
        Files.write(beside, kept);
        Files.move(beside, csv, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Draws a panel for each name that there is more than a point of. */
    public void plot() throws IOException {
        Map<String, List<double[]>> curves = new TreeMap<>();
        for (String line : lines()) {
            String[] cells = line.split(",", -1);
            curves.computeIfAbsent(cells[1], name -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[2])});
        }
        List<Panel> panels = curves.entrySet().stream()
                .filter(curve -> curve.getValue().size() > 1)
                .map(curve -> panel(curve.getKey(), curve.getValue()))
                .toList();
        if (!panels.isEmpty()) {
            ImageFiles.writePng(LinePlot.draw(panels), png);
        }
    }

    /** Whole lines only: the last one is torn where a process was killed while it wrote. */
    private List<String> lines() throws IOException {
        return Files.readAllLines(csv).stream()
                .filter(line -> line.matches("\\d+,[^,]+,-?\\d+\\.\\d{6}"))
                .toList();
    }

    private static Panel panel(String name, List<double[]> points) {
        double[] steps = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] values = points.stream().mapToDouble(point -> point[1]).toArray();
        return Panel.of(name, "steps", steps, values, false);
    }
}
