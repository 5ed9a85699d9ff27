package org.balancehead.model.checkpoint;

import java.nio.ByteBuffer;

/** How a tensor's numbers are stored; in memory they are always {@code float}. */
public enum Precision {
    /** IEEE single. */
    F32(4) {
        @Override
        void decode(ByteBuffer bytes, float[] values, int from, int count) {
            bytes.asFloatBuffer().get(values, from, count);
        }

        @Override
        void encode(float[] values, int from, int count, ByteBuffer bytes) {
            bytes.asFloatBuffer().put(values, from, count);
        }

        @Override
        boolean holds(float value) {
            return true;
        }
    },
    /** IEEE half: 11 significant bits, up to 65504. */
    F16(2) {
        @Override
        void decode(ByteBuffer bytes, float[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                values[from + i] = Float16.toFloat(bytes.getShort(2 * i));
            }
        }

        @Override
        void encode(float[] values, int from, int count, ByteBuffer bytes) {
            for (int i = 0; i < count; i++) {
                bytes.putShort(2 * i, Float16.fromFloat(values[from + i]));
            }
        }

        @Override
        boolean holds(float value) {
            return !Float.isFinite(value) || Float.isFinite(Float16.toFloat(Float16.fromFloat(value)));
        }
    },
    /** The upper half of an IEEE single: 8 significant bits. */
    BF16(2) {
        @Override
        void decode(ByteBuffer bytes, float[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                values[from + i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            }
        }

        @Override
        void encode(float[] values, int from, int count, ByteBuffer bytes) {
            for (int i = 0; i < count; i++) {
                bytes.putShort(2 * i, round(values[from + i]));
            }
        }

        @Override
        boolean holds(float value) {
            return !Float.isFinite(value) || Float.isFinite(Float.intBitsToFloat(round(value) << 16));
        }

        /** To nearest, ties to even. */
        private short round(float value) {
            int bits = Float.floatToIntBits(value);
            return (short) (Float.isNaN(value) ? 0x7fc0 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
        }
    },
    /** A signed byte: whole numbers from -127 to 127; others are rounded. */
    I8(1) {
        @Override
        void decode(ByteBuffer bytes, float[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                values[from + i] = bytes.get(i);
            }
        }

        @Override
        void encode(float[] values, int from, int count, ByteBuffer bytes) {
            encodeRounded(values, from, count, bytes);
        }

        @Override
        boolean holds(float value) {
            return Math.abs(value) <= Byte.MAX_VALUE;
        }
    },
    /** A byte: whole numbers from 0 to 255; others are rounded. */
    U8(1) {
        private static final int MOST = 0xff;

        @Override
        void decode(ByteBuffer bytes, float[] values, int from, int count) {
            for (int i = 0; i < count; i++) {
                values[from + i] = bytes.get(i) & MOST;
            }
        }

        @Override
        void encode(float[] values, int from, int count, ByteBuffer bytes) {
            encodeRounded(values, from, count, bytes);
        }

        @Override
        boolean holds(float value) {
            return value >= 0 && value <= MOST;
        }
    };

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** Reads {@code count} numbers from a buffer's position on, which stays. */
    abstract void decode(ByteBuffer bytes, float[] values, int from, int count);

    /** Writes {@code count} numbers from a cleared buffer's start on, whose position stays. */
    abstract void encode(float[] values, int from, int count, ByteBuffer bytes);

    /** Whether a value is within its range. */
    abstract boolean holds(float value);

    private static void encodeRounded(float[] values, int from, int count, ByteBuffer bytes) {
        for (int i = 0; i < count; i++) {
            bytes.put(i, (byte) Math.round(values[from + i]));
        }
    }
}
