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
        long span = size == 0 ? 0 : span(shape, strides);
        if (offset > storage.count() || span > storage.count() - offset) {
            throw reader.refusal("a tensor of shape %s reaches beyond its storage of %d numbers"
                    .formatted(Arrays.toString(shape), storage.count()));
        }
        if (size > span || span > Limits.ELEMENTS) {
            throw reader.refusal("a tensor of shape %s lies on %d numbers, but at least its own and at most %d are read"
                    .formatted(Arrays.toString(shape), span, Limits.ELEMENTS));
        }
        return new PickledTensor(bytes, storage, offset, shape, strides, (int) size, (int) span);
    }

    private static long size(long[] shape) {
        if (Arrays.stream(shape).anyMatch(extent -> extent == 0)) {
            return 0;
        }
        return Arrays.stream(shape).reduce(1, TensorBuilder::saturatedProduct);
    }

    /** How many numbers of the storage lie from the first to the last one. */
    private static long span(long[] shape, long[] strides) {
        long span = 1;
        for (int i = 0; i < shape.length; i++) {
            long way = saturatedProduct(shape[i] - 1, strides[i]);
            span = span > Long.MAX_VALUE - way ? Long.MAX_VALUE : span + way;
        }
        return span;
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
