package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.image.RgbImage;

/** Turns rendered arrays into pictures. */
public final class Pictures {
    private Pictures() {}

    /**
     * The picture on white of a rendering.
     *
     * @param rendering {@code [1, C, H, W]}: premultiplied red, green, blue first
     * @param opacity channel that holds the opacity
     */
    public static RgbImage onWhite(NDArray rendering, int opacity) {
        int height = (int) rendering.getShape().get(2);
        int width = (int) rendering.getShape().get(3);
        float[] values = rendering.toFloatArray();
        byte[] rgb = new byte[width * height * 3];
        int pixels = width * height;
        for (int i = 0; i < pixels; i++) {
            float ground = 1 - values[opacity * pixels + i];
            for (int c = 0; c < 3; c++) {
                float colour = Math.max(0, Math.min(1, values[c * pixels + i] + ground));
                rgb[i * 3 + c] = (byte) Math.round(colour * 255);
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
