package org.balancehead.model.image;

/**
 * A colour image: sRGB, 8 bits a channel, interleaved, row-major from the top left.
 *
 * <p>The array is not copied: whoever makes an image hands the array over.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb {@code width * height * 3} bytes
 */
public record RgbImage(int width, int height, byte[] rgb) {
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "An image of %d×%d needs width·height·3 bytes, not %d.".formatted(width, height, rgb.length));
        }
    }

    /** The channel (0 red, 1 green, 2 blue) of a pixel, 0…255. */
    public int channel(int x, int y, int c) {
        return rgb[(y * width + x) * 3 + c] & 0xff;
    }
}
