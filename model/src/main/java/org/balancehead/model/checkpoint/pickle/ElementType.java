package org.balancehead.model.checkpoint.pickle;

import java.nio.ByteBuffer;
import org.balancehead.model.checkpoint.Float16;
import org.jspecify.annotations.Nullable;

/** How a storage holds its numbers, little-endian. */
enum ElementType implements Value {
    FLOAT("FloatStorage", Float.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    DOUBLE("DoubleStorage", Double.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    HALF("HalfStorage", Short.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return Float16.toFloat(bytes.getShort());
        }
    },
    LONG("LongStorage", Long.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    INT("IntStorage", Integer.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    BOOL("BoolStorage", Byte.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return bytes.get() == 0 ? 0 : 1;
        }
    },
    BYTE("ByteStorage", Byte.BYTES) {
        @Override
        float decode(ByteBuffer bytes) {
            return bytes.get() & 0xff;
        }
    };

    private final String storage;
    private final int bytes;

    ElementType(String storage, int bytes) {
        this.storage = storage;
        this.bytes = bytes;
    }

    /** What torch calls a storage of such numbers. */
    String storage() {
        return storage;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** The number at a buffer's position, which moves on. */
    abstract float decode(ByteBuffer bytes);

    /** The type that torch's module names so, or null. */
    static @Nullable ElementType of(String storage) {
        for (ElementType type : values()) {
            if (type.storage.equals(storage)) {
                return type;
            }
        }
        return null;
    }
}
