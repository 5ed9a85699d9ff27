package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.model.tensor.TensorOps;

/** Turns rendered arrays into pictures. */
public final class Pictures {
    private Pictures() {}

    /**
     * The picture of colours {@code [1, 3, H, W]}, 0…1; what lies outside is clipped.
     *
     * @throws NotFiniteException when any of them is infinite or not a number
     */
    public static RgbImage of(TensorOps ops, NDArray colours) {
        int height = (int) colours.getShape().get(2);
        int width = (int) colours.getShape().get(3);
        ByteBuffer pixels = ops.call("pixel_bytes", colours).toByteBuffer();
        byte[] rgb = new byte[width * height * 3];
        pixels.get(rgb);
        if (pixels.get() == 0) {
            throw new NotFiniteException(
                    "A picture of %d×%d came out with numbers that are infinite or none.".formatted(width, height));
        }
        return new RgbImage(width, height, rgb);
    }

    /**
     * The picture on white of a rendering.
     *
     * @param rendering {@code [1, C, H, W]}: premultiplied red, green, blue first
     * @param opacity channel that holds the opacity
     * @throws NotFiniteException when any of its numbers is infinite or none
     */
    public static RgbImage onWhite(TensorOps ops, NDArray rendering, int opacity) {
        return of(ops, ops.call("rendering_on_white", rendering, opacity));
    }
}
