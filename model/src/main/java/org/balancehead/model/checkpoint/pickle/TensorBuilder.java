package org.balancehead.model.checkpoint.pickle;

import java.util.Arrays;
import java.util.List;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;
import org.balancehead.model.checkpoint.pickle.Value.TupleValue;

/** Makes tensors that lie wholly inside their storage and have no more numbers than it. */
final class TensorBuilder {
    private static final int PARTS = 6;

    private final SnapshotBytes bytes;
    private final ByteReader reader;

    TensorBuilder(SnapshotBytes bytes, ByteReader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    /** From storage, offset, shape, strides, whether a gradient is wanted, hooks and, in newer files, metadata. */
    PickledTensor tensor(List<Value> parts) {
        if (parts.size() < PARTS || parts.size() > PARTS + 1 || !(parts.get(0) instanceof TensorStorage storage)) {
            throw reader.refusal("a tensor has other parts than in a snapshot");
        }
        long offset = number(parts.get(1));
        long[] shape = numbers(parts.get(2));
        long[] strides = numbers(parts.get(3));
        if (shape.length != strides.length || shape.length > Limits.RANK) {
            throw reader.refusal("a tensor has %d extents and %d strides, but at most %d of both are read"
                    .formatted(shape.length, strides.length, Limits.RANK));
        }
        long size = size(shape);
        long last = last(offset, shape, strides);
        if (size > Math.min(storage.count(), Limits.ELEMENTS) || (last >= storage.count() && size > 0)) {
            throw reader.refusal("a tensor of shape %s reaches up to number %d of a storage of %d"
                    .formatted(Arrays.toString(shape), last, storage.count()));
        }
        return new PickledTensor(bytes, storage, offset, shape, strides, (int) size);
    }

    private long size(long[] shape) {
        long size = 1;
        boolean empty = false;
        for (long extent : shape) {
            empty |= extent == 0;
            size = saturatedProduct(size, Math.max(extent, 1));
        }
        return empty ? 0 : size;
    }

    /** The place of the last number in the storage. */
    private static long last(long offset, long[] shape, long[] strides) {
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
            long way = saturatedProduct(Math.max(shape[i] - 1, 0), strides[i]);
            last = last > Long.MAX_VALUE - way ? Long.MAX_VALUE : last + way;
        }
        return last;
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    private long[] numbers(Value value) {
        if (!(value instanceof TupleValue tuple)) {
            throw reader.refusal("a tensor's shape or strides are no tuple");
        }
        return tuple.items().stream().mapToLong(this::number).toArray();
    }

    private long number(Value value) {
        if (value instanceof Scalar scalar && scalar.value() instanceof Long number && number >= 0) {
            return number;
        }
        throw reader.refusal("a tensor's offset, shape or strides have something else than numbers from 0 on");
    }
}
