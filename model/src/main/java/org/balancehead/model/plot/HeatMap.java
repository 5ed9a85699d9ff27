package org.balancehead.model.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.balancehead.model.image.RgbImage;

/**
 * Counts over two ranges of numbers as cells that are the darker the more there are.
 *
 * @param title above it
 * @param across what runs to the right
 * @param up what runs upwards
 * @param counts {@code [rows from below][cells from the left]}, at least one
 * @param width numbers that the cells span from the left
 * @param height numbers that the rows span from below
 */
public record HeatMap(String title, String across, String up, int[][] counts, Range width, Range height) {
    private static final int CELL = 40;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 34;
    private static final int BOTTOM = 44;
    private static final Color MOST = new Color(0x1d4ed8);
    private static final Color GRID = new Color(0xe5e7eb);

    /** A range of numbers, and how far apart those are that stand beside it. */
    public record Range(int low, int high, int step) {}

    /** The picture. */
    public RgbImage draw() {
        int right = LEFT + counts[0].length * CELL;
        int bottom = TOP + counts.length * CELL;
        BufferedImage image = new BufferedImage(right + RIGHT, bottom + BOTTOM, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        drawCells(g, bottom);
        g.setColor(Color.DARK_GRAY);
        for (int number = width.low(); number <= width.high(); number += width.step()) {
            int x = pixel(number, width, LEFT, right);
            g.drawString("" + number, x - g.getFontMetrics().stringWidth("" + number) / 2, bottom + 16);
        }
        for (int number = height.low(); number <= height.high(); number += height.step()) {
            int y = pixel(number, height, bottom, TOP);
            g.drawString("" + number, LEFT - 8 - g.getFontMetrics().stringWidth("" + number), y + 4);
        }
        g.drawString("%s →, %s ↑".formatted(across, up), LEFT, bottom + 34);
        g.setFont(g.getFont().deriveFont(Font.BOLD));
        g.drawString(title, LEFT, 20);
        g.dispose();
        return LinePlot.pixels(image);
    }

    private void drawCells(Graphics2D g, int bottom) {
        int most = Arrays.stream(counts).flatMapToInt(Arrays::stream).max().orElseThrow();
        for (int row = 0; row < counts.length; row++) {
            for (int cell = 0; cell < counts[row].length; cell++) {
                int x = LEFT + cell * CELL;
                int y = bottom - (row + 1) * CELL;
                double share =
                        Math.sqrt(counts[row][cell] / (double) Math.max(1, most)); // so that rare cells show, too
                g.setColor(shade(share));
                g.fillRect(x, y, CELL, CELL);
                g.setColor(GRID);
                g.drawRect(x, y, CELL, CELL);
                String text = "" + counts[row][cell];
                if (counts[row][cell] > 0 && g.getFontMetrics().stringWidth(text) < CELL) {
                    g.setColor(share > 0.5 ? Color.WHITE : Color.DARK_GRAY);
                    g.drawString(text, x + (CELL - g.getFontMetrics().stringWidth(text)) / 2, y + CELL / 2 + 5);
                }
            }
        }
    }

    private static Color shade(double share) {
        return new Color(
                (int) Math.round(255 - share * (255 - MOST.getRed())),
                (int) Math.round(255 - share * (255 - MOST.getGreen())),
                (int) Math.round(255 - share * (255 - MOST.getBlue())));
    }

    private static int pixel(int number, Range range, int from, int to) {
        return from + (to - from) * (number - range.low()) / (range.high() - range.low());
    }
}
