package org.balancehead.streaming.video;

/**
 * One decoded frame: sRGB, 8 bits a channel, interleaved, row-major from the top left.
 *
 * <p>The array is not copied: whoever makes a frame hands the array over.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb {@code width * height * 3} bytes
 * @param timeMicros when it is shown, in microseconds of its clip's or its sender's clock
 */
public record VideoFrame(int width, int height, byte[] rgb, long timeMicros) {
    public VideoFrame {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "A frame of %d×%d needs width·height·3 bytes, not %d.".formatted(width, height, rgb.length));
        }
    }
}
