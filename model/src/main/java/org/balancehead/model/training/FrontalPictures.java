package org.balancehead.model.training;

import org.balancehead.model.dataset.ViewSource;
import org.balancehead.model.inversion.HeadEncoder;

/** The identities' frontal pictures as the encoder takes them. Confined to one thread. */
public final class FrontalPictures {
    private static final int SIDE = HeadEncoder.INPUT;

    private final ViewSource data;
    private final byte[] rgba;

    public FrontalPictures(ViewSource data) {
        refuseOtherSides(data);
        this.data = data;
        this.rgba = new byte[data.size() * data.size() * 4];
    }

    /**
     * Refuses views that cannot be encoded for their size.
     *
     * @throws IllegalArgumentException in one sentence
     */
    static void refuseOtherSides(ViewSource data) {
        if (data.size() % SIDE != 0) {
            throw new IllegalArgumentException(
                    "Views of %d pixels a side cannot be encoded: make them of a multiple of %d."
                            .formatted(data.size(), SIDE));
        }
    }

    /** Numbers of one picture. */
    public static int length() {
        return 4 * SIDE * SIDE;
    }

    /**
     * Writes an identity's frontal picture {@code [4, 128, 128]}, colour on white and opacity 0…1, area-averaged.
     *
     * @param mirrored whether left and right are exchanged
     */
    public void read(int identity, boolean mirrored, float[] to, int offset) {
        data.read(identity, 0, rgba);
        int size = data.size();
        int factor = size / SIDE;
        float scale = 1f / (255 * factor * factor);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                int alpha = 0;
                for (int row = y * factor; row < (y + 1) * factor; row++) {
                    int from = (row * size + x * factor) * 4;
                    for (int i = from; i < from + factor * 4; i += 4) {
                        red += rgba[i] & 0xff;
                        green += rgba[i + 1] & 0xff;
                        blue += rgba[i + 2] & 0xff;
                        alpha += rgba[i + 3] & 0xff;
                    }
                }
                int at = offset + y * SIDE + (mirrored ? SIDE - 1 - x : x);
                to[at] = red * scale;
                to[at + SIDE * SIDE] = green * scale;
                to[at + 2 * SIDE * SIDE] = blue * scale;
                to[at + 3 * SIDE * SIDE] = alpha * scale;
            }
        }
    }
}
