package org.balancehead.model.condition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.BiFunction;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** What all encoders do with crops before their network sees them. */
final class Crops {
    /** Pictures computed at a time: more are no faster, and take memory. */
    private static final int BATCH = 16;

    private Crops() {}

    /** Features of crops, a few at a time, by a network from {@code [N, 3, H, W]} of 0…255 to {@code [N, D]}. */
    static float[][] encode(
            TensorEngine engine, List<RgbImage> crops, BiFunction<TensorSession, NDArray, NDArray> network) {
        float[][] features = new float[crops.size()][];
        for (int from = 0; from < crops.size(); from += BATCH) {
            List<RgbImage> some = crops.subList(from, Math.min(crops.size(), from + BATCH));
            try (TensorSession session = engine.inference()) {
                NDArray encoded = network.apply(session, toArray(session, some));
                float[] numbers = encoded.toFloatArray();
                int dimension = numbers.length / some.size();
                for (int i = 0; i < some.size(); i++) {
                    features[from + i] = new float[dimension];
                    System.arraycopy(numbers, i * dimension, features[from + i], 0, dimension);
                }
            }
        }
        return features;
    }

    /**
     * Pictures as {@code [N, 3, H, W]}, 0…255.
     *
     * @throws IllegalArgumentException when they are not of one size
     */
    static NDArray toArray(TensorSession session, List<RgbImage> pictures) {
        return RgbArrays.of(session, pictures).toType(DataType.FLOAT32, false);
    }

    /** The crop of a head, its ground white. */
    static RgbImage onWhite(AlignedHead head) {
        byte[] rgb = head.crop().rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            float alpha = head.mask().alpha()[i / 3];
            rgb[i] = (byte) Math.round((rgb[i] & 0xff) * alpha + 255 * (1 - alpha));
        }
        return new RgbImage(head.crop().width(), head.crop().height(), rgb);
    }
}
