package org.balancehead.model.checkpoint;

import java.util.Arrays;

/**
 * One tensor of a checkpoint file.
 *
 * <p>The arrays are not copied: whoever makes a tensor hands them over.
 *
 * @param precision how the file stores it
 * @param shape its extents; empty for a scalar
 * @param values its numbers, the last extent fastest
 */
public record StoredTensor(Precision precision, long[] shape, float[] values) {
    public StoredTensor {
        long size = 1;
        for (long extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "A tensor of shape %s needs %d numbers, not %d.".formatted(words(shape), size, values.length));
        }
    }

    /** A tensor that is stored in single precision. */
    public static StoredTensor of(float[] values, long... shape) {
        return new StoredTensor(Precision.F32, shape, values);
    }

    /** Bytes that it takes in a file. */
    public long bytes() {
        return (long) values.length * precision.bytes();
    }

    static String words(long[] shape) {
        return Arrays.toString(shape);
    }
}
