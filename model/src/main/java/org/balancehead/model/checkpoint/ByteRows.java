package org.balancehead.model.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors whose numbers a checkpoint keeps in bytes, a quarter of their size: each row, of the last extent, has a scale
 * of its own, by which its largest number is 127. The scales lie beside, in a tensor {@code <name>.scale}.
 */
final class ByteRows {
    private static final String SCALE = ".scale";

    private ByteRows() {}

    /** Tensors as files keep them: those of {@link Precision#I8} as bytes, and their scales. */
    static Map<String, StoredTensor> packed(Map<String, StoredTensor> tensors) {
        Map<String, StoredTensor> packed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (tensor.precision() == Precision.I8) {
                float[] scales = scales(tensor);
                packed.put(name, scaled(tensor, scales, true));
                packed.put(name + SCALE, StoredTensor.of(scales, rows(tensor.shape())));
            } else {
                packed.put(name, tensor);
            }
        });
        return packed;
    }

    /**
     * Tensors as they were before they were packed, as nearly as bytes tell.
     *
     * @throws CheckpointException when bytes have no scales, or as many as do not fit
     */
    static Map<String, StoredTensor> unpacked(Map<String, StoredTensor> tensors) {
        Map<String, StoredTensor> unpacked = new LinkedHashMap<>(tensors);
        tensors.forEach((name, tensor) -> {
            if (tensor.precision() == Precision.I8) {
                StoredTensor scales = unpacked.remove(name + SCALE);
                if (scales == null || !Arrays.equals(scales.shape(), rows(tensor.shape()))) {
                    throw new CheckpointException(
                            "The tensor '%s' is kept in bytes, but there is no scale for each of its rows."
                                    .formatted(Excerpt.of(name)));
                }
                unpacked.put(name, scaled(tensor, scales.values(), false));
            }
        });
        return unpacked;
    }

    private static float[] scales(StoredTensor tensor) {
        float[] values = tensor.values();
        float[] scales = new float[values.length / columns(tensor)];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns(tensor);
            scales[row] = Math.max(scales[row], Math.abs(values[i]) / Byte.MAX_VALUE);
        }
        return scales;
    }

    private static StoredTensor scaled(StoredTensor tensor, float[] scales, boolean down) {
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i / columns(tensor)];
            if (!down) {
                values[i] *= scale;
            } else if (scale > 0) {
                values[i] = Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, values[i] / scale));
            }
        }
        return new StoredTensor(Precision.I8, tensor.shape(), values);
    }

    private static long[] rows(long[] shape) {
        return Arrays.copyOf(shape, Math.max(0, shape.length - 1));
    }

    private static int columns(StoredTensor tensor) {
        long[] shape = tensor.shape();
        return shape.length == 0 ? 1 : (int) Math.max(1, shape[shape.length - 1]);
    }
}
