package org.balancehead.model.condition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorSession;

/** Pictures as the networks that describe them take them. */
public final class RgbArrays {
    private RgbArrays() {}

    /**
     * Pictures of one size as {@code [N, 3, H, W]} of bytes, 0…255, which the session owns.
     *
     * @param pictures at least one
     * @throws IllegalArgumentException when their sizes differ
     */
    public static NDArray of(TensorSession session, List<RgbImage> pictures) {
        int width = pictures.get(0).width();
        int height = pictures.get(0).height();
        ByteBuffer pixels = ByteBuffer.allocate(pictures.size() * width * height * 3);
        for (RgbImage picture : pictures) {
            if (picture.width() != width || picture.height() != height) {
                throw new IllegalArgumentException("A picture of %d×%d among those of %d×%d."
                        .formatted(picture.width(), picture.height(), width, height));
            }
            pixels.put(picture.rgb());
        }
        return session.memory()
                .create(pixels.flip(), new Shape(pictures.size(), height, width, 3), DataType.UINT8)
                .transpose(0, 3, 1, 2);
    }
}
