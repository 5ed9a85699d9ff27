package org.balancehead.model.image;

import java.util.Arrays;

/**
 * How much of each pixel is foreground, row-major from the top left.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param alpha {@code width * height} values, 0 background … 1 foreground
 */
public record Mask(int width, int height, float[] alpha) {
    public Mask {
        if (width < 1 || height < 1 || alpha.length != width * height) {
            throw new IllegalArgumentException(
                    "A mask of %d×%d needs width·height values, not %d.".formatted(width, height, alpha.length));
        }
    }

    /** One that is foreground everywhere. */
    public static Mask everywhere(int width, int height) {
        float[] alpha = new float[width * height];
        Arrays.fill(alpha, 1);
        return new Mask(width, height, alpha);
    }

    /** This mask in another size: averages over areas when shrinking, the nearest value when enlarging. */
    public Mask resized(int columns, int rows) {
        float[] resized = new float[columns * rows];
        for (int y = 0; y < rows; y++) {
            int top = y * height / rows;
            int bottom = Math.max(top + 1, (y + 1) * height / rows);
            for (int x = 0; x < columns; x++) {
                int left = x * width / columns;
                int right = Math.max(left + 1, (x + 1) * width / columns);
                resized[y * columns + x] = mean(left, top, right, bottom);
            }
        }
        return new Mask(columns, rows, resized);
    }

    private float mean(int left, int top, int right, int bottom) {
        float sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += alpha[y * width + x];
            }
        }
        return sum / ((right - left) * (bottom - top));
    }
}
