package org.balancehead.model.image;

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
}
