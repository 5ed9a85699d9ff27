package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import org.balancehead.model.image.RgbImage;

/** Turns rendered arrays into pictures. */
public final class Pictures {
    private Pictures() {}

    /** The picture of colours {@code [1, 3, H, W]}, 0…1; what lies outside is clipped. */
    public static RgbImage of(NDArray colours) {
        int height = (int) colours.getShape().get(2);
        int width = (int) colours.getShape().get(3);
        NDArray bytes = colours.mul(255).add(0.5f).clip(0, 255).toType(DataType.UINT8, false);
        ByteBuffer pixels = bytes.squeeze(0).transpose(1, 2, 0).toByteBuffer();
        byte[] rgb = new byte[width * height * 3];
        pixels.get(rgb);
        return new RgbImage(width, height, rgb);
    }

    /**
     * The picture on white of a rendering.
     *
     * @param rendering {@code [1, C, H, W]}: premultiplied red, green, blue first
     * @param opacity channel that holds the opacity
     */
    public static RgbImage onWhite(NDArray rendering, int opacity) {
        NDArray ground = rendering.get(":, " + opacity + ":" + (opacity + 1)).sub(1);
        return of(rendering.get(":, 0:3").sub(ground));
    }
}
