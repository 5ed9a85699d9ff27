package org.balancehead.model.checkpoint.pickle;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The type of a little-endian numpy scalar. */
enum NumpyType implements Value {
    F8(Double.BYTES) {
        @Override
        Object decode(ByteBuffer bytes) {
            return bytes.getDouble(0);
        }
    },
    F4(Float.BYTES) {
        @Override
        Object decode(ByteBuffer bytes) {
            return (double) bytes.getFloat(0);
        }
    },
    I8(Long.BYTES) {
        @Override
        Object decode(ByteBuffer bytes) {
            return bytes.getLong(0);
        }
    },
    I4(Integer.BYTES) {
        @Override
        Object decode(ByteBuffer bytes) {
            return (long) bytes.getInt(0);
        }
    },
    B1(Byte.BYTES) {
        @Override
        Object decode(ByteBuffer bytes) {
            return bytes.get(0) != 0;
        }
    };

    private final int bytes;

    NumpyType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** The number as a Double, Long or Boolean. */
    abstract Object decode(ByteBuffer bytes);

    /** The type that numpy calls by a code such as {@code f8}, or null. */
    static @Nullable NumpyType of(@Nullable Object code) {
        return code == null
                ? null
                : switch (code.toString()) {
                    case "f8" -> F8;
                    case "f4" -> F4;
                    case "i8" -> I8;
                    case "i4" -> I4;
                    case "b1" -> B1;
                    default -> null;
                };
    }
}
