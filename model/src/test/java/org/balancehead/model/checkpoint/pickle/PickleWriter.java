package org.balancehead.model.checkpoint.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes pickles instruction by instruction, also such as Python would not. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int memoized;

    /** Writes an object by the instructions that make it. */
    interface Pickled {
        void write(PickleWriter to);
    }

    /** What Python would write as a tuple. */
    record Tuple(@Nullable Object... items) {}

    PickleWriter(int protocol) {
        raw(0x80, protocol);
    }

    PickleWriter raw(int... codes) {
        for (int code : codes) {
            out.write(code);
        }
        return this;
    }

    PickleWriter op(char code) {
        return raw(code);
    }

    PickleWriter int32(long value) {
        return littleEndian(value, Integer.BYTES);
    }

    PickleWriter int64(long value) {
        return littleEndian(value, Long.BYTES);
    }

    PickleWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Puts the top into the memo, and returns its place there. */
    int memoize() {
        raw(0x94);
        return memoized++;
    }

    /** How many values the memo has. */
    int memoized() {
        return memoized;
    }

    PickleWriter recall(int index) {
        return op('j').int32(index);
    }

    PickleWriter global(String module, String name) {
        return value(module).value(name).raw(0x93);
    }

    PickleWriter values(Object... values) {
        for (Object value : values) {
            value(value);
        }
        return this;
    }

    /** Pushes a plain value, a tuple or a {@link Pickled}. */
    PickleWriter value(@Nullable Object value) {
        if (value == null) {
            return op('N');
        } else if (value instanceof Boolean truth) {
            return raw(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer number) {
            return op('J').int32(number);
        } else if (value instanceof Long number) {
            return raw(0x8a, 8).int64(number);
        } else if (value instanceof Double number) {
            return op('G').int64(Long.reverseBytes(Double.doubleToRawLongBits(number)));
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return op('X').int32(utf8.length).bytes(utf8);
        } else if (value instanceof byte[] bytes) {
            return op('B').int32(bytes.length).bytes(bytes);
        } else if (value instanceof Tuple tuple) {
            op('(');
            return values(tuple.items()).op('t');
        } else if (value instanceof List<?> list) {
            return raw(']', '(').values(list.toArray()).op('e');
        } else if (value instanceof Set<?> set) {
            return raw(0x8f, '(').values(set.toArray()).raw(0x90);
        } else if (value instanceof Map<?, ?> map) {
            return op('}').items(map);
        } else if (value instanceof Pickled pickled) {
            pickled.write(this);
            return this;
        }
        throw new IllegalArgumentException("No instruction makes " + value);
    }

    /** Puts entries into the dict on the top. */
    PickleWriter items(Map<?, ?> map) {
        op('(');
        map.forEach((key, value) -> value(key).value(value));
        return op('u');
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }

    private PickleWriter littleEndian(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> (Byte.SIZE * i)));
        }
        return this;
    }
}
