package org.balancehead.model.checkpoint.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.balancehead.model.checkpoint.CheckpointException;

/** A tensor whose numbers still lie in the snapshot's file. */
public final class PickledTensor implements Value {
    private static final int CHUNK_NUMBERS = 1 << 16;

    private final SnapshotBytes bytes;
    private final TensorStorage storage;
    private final long offset;
    private final long[] shape;
    private final long[] strides;
    private final int size;
    private final int span;

    /** Of a tensor that is known to lie inside its storage, on {@code span} numbers, and to have no more itself. */
    PickledTensor(
            SnapshotBytes bytes, TensorStorage storage, long offset, long[] shape, long[] strides, int size, int span) {
        this.bytes = bytes;
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
        this.size = size;
        this.span = span;
    }

    /** Its extents, at most eight; empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers it has, at most 2²⁸. */
    public int size() {
        return size;
    }

    /**
     * Reads its numbers, the last extent fastest; halves are widened, doubles and whole numbers rounded.
     *
     * @throws CheckpointException when it holds truth values, or the file cannot be read any more
     */
    public float[] values() {
        if (storage.type() == ElementType.BOOL) {
            throw bytes.refusal(storage.position(), "a tensor holds truth values where numbers are needed");
        }
        if (size == 0) {
            return new float[0];
        }
        float[] numbers = read(offset, span);
        return isContiguous() ? numbers : gather(numbers);
    }

    /** Bytes of the file from its first number to its last. */
    long fileBytes() {
        return (long) span * storage.type().bytes();
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] > 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }

    private float[] read(long first, int count) {
        ElementType type = storage.type();
        float[] values = new float[count];
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(count, CHUNK_NUMBERS) * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < count; from += CHUNK_NUMBERS) {
            int to = Math.min(from + CHUNK_NUMBERS, count);
            bytes.read(
                    storage.position() + (first + from) * type.bytes(),
                    chunk.clear().limit((to - from) * type.bytes()));
            chunk.flip();
            for (int i = from; i < to; i++) {
                values[i] = type.decode(chunk);
            }
        }
        return values;
    }

    private float[] gather(float[] numbers) {
        float[] values = new float[size];
        long[] index = new long[shape.length];
        long at = 0;
        for (int i = 0; i < size; i++) {
            values[i] = numbers[(int) at];
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return values;
    }
}
