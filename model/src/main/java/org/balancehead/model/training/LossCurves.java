package org.balancehead.model.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
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
import org.balancehead.model.image.RgbImage;

/** The run's figures over its steps: {@code losses.csv} (step, name, value), and its plot {@code losses.png}. */
final class LossCurves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 180;
    private static final int MARGIN = 30;

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
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT * curves.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        int top = 0;
        for (Map.Entry<String, List<double[]>> curve : curves.entrySet()) {
            panel(g, top, curve.getKey(), curve.getValue());
            top += HEIGHT;
        }
        g.dispose();
        ImageFiles.writePng(pixels(image), png);
    }

    private static void panel(Graphics2D g, int top, String name, List<double[]> points) {
        double low = points.stream().mapToDouble(p -> p[1]).min().orElseThrow();
        double high = points.stream().mapToDouble(p -> p[1]).max().orElseThrow();
        double first = points.get(0)[0];
        double last = points.get(points.size() - 1)[0];
        Path2D line = new Path2D.Double();
        for (double[] point : points) {
            double x = MARGIN + (point[0] - first) / Math.max(1, last - first) * (WIDTH - 2 * MARGIN);
            double y = top + HEIGHT - MARGIN - (point[1] - low) / Math.max(1e-9, high - low) * (HEIGHT - 2 * MARGIN);
            if (line.getCurrentPoint() == null) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        g.setColor(new Color(0x2563eb));
        g.setStroke(new BasicStroke(1.5f));
        g.draw(line);
        g.setColor(Color.DARK_GRAY);
        String title = String.format(Locale.ROOT, "%s  %.4g … %.4g, steps %.0f–%.0f", name, low, high, first, last);
        g.drawString(title, MARGIN, top + 18);
    }

    private static RgbImage pixels(BufferedImage image) {
        byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
        for (int i = 0; i < rgb.length / 3; i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            rgb[i * 3] = (byte) (pixel >> 16);
            rgb[i * 3 + 1] = (byte) (pixel >> 8);
            rgb[i * 3 + 2] = (byte) pixel;
        }
        return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    }
}
