package org.balancehead.model.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.balancehead.model.image.RgbImage;

/** Draws panels, one above the other. */
public final class LinePlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 220;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int TOP = 34;
    private static final int BOTTOM = 40;

    /** Lines of more points than this show no single ones. */
    private static final int MOST_DOTS = 20;

    private static final double DOT = 6;
    private static final int BETWEEN_NAMES = 16;
    private static final List<Color> LINES = List.of(new Color(0x2563eb), new Color(0xea580c), new Color(0x059669));
    private static final Color GRID = new Color(0xe5e7eb);

    private LinePlot() {}

    /** The picture of panels. */
    public static RgbImage draw(List<Panel> panels) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT * panels.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int i = 0; i < panels.size(); i++) {
            draw(g, i * HEIGHT, panels.get(i));
        }
        g.dispose();
        return pixels(image);
    }

    private static void draw(Graphics2D g, int top, Panel panel) {
        Axis across = axis(panel, Curve::x, LEFT, WIDTH - RIGHT);
        Axis up = axis(panel, Curve::y, top + HEIGHT - BOTTOM, top + TOP);
        g.setStroke(new BasicStroke(1));
        for (double tick : up.ticks()) {
            int y = (int) Math.round(up.pixel(tick));
            g.setColor(GRID);
            g.drawLine(LEFT, y, WIDTH - RIGHT, y);
            g.setColor(Color.DARK_GRAY);
            String text = up.text(tick);
            g.drawString(text, LEFT - 8 - g.getFontMetrics().stringWidth(text), y + 4);
        }
        for (double tick : across.ticks()) {
            String text = across.text(tick);
            int x = (int) Math.round(across.pixel(tick)) - g.getFontMetrics().stringWidth(text) / 2;
            g.drawString(text, x, top + HEIGHT - BOTTOM + 16);
        }
        g.drawString(panel.across(), LEFT, top + HEIGHT - BOTTOM + 31);
        g.setFont(g.getFont().deriveFont(Font.BOLD));
        g.drawString(panel.title(), LEFT, top + 20);
        g.setFont(g.getFont().deriveFont(Font.PLAIN));
        for (int i = 0; i < panel.curves().size(); i++) {
            g.setColor(LINES.get(i));
            line(g, panel.curves().get(i), across, up);
        }
        legend(g, top + 20, panel.curves());
    }

    private static Axis axis(Panel panel, Function<Curve, double[]> numbers, int from, int to) {
        double[] all = panel.curves().stream()
                .flatMapToDouble(curve -> Arrays.stream(numbers.apply(curve)))
                .toArray();
        return Axis.of(all, panel.fromZero(), from, to);
    }

    private static void line(Graphics2D g, Curve curve, Axis across, Axis up) {
        g.setStroke(new BasicStroke(1.5f));
        Path2D line = new Path2D.Double();
        for (int i = 0; i < curve.x().length; i++) {
            double x = across.pixel(curve.x()[i]);
            double y = up.pixel(curve.y()[i]);
            if (i == 0) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
            if (curve.x().length <= MOST_DOTS) {
                g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
            }
        }
        g.draw(line);
    }

    /** The names of lines in their colours, right above them. */
    private static void legend(Graphics2D g, int base, List<Curve> curves) {
        int right = WIDTH - RIGHT;
        for (int i = curves.size() - 1; i >= 0; i--) {
            String name = curves.get(i).name();
            right -= g.getFontMetrics().stringWidth(name);
            g.setColor(LINES.get(i));
            g.drawString(name, right, base);
            right -= BETWEEN_NAMES;
        }
    }

    static RgbImage pixels(BufferedImage image) {
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
