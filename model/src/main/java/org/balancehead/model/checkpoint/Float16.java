package org.balancehead.model.checkpoint;

/** IEEE 754 half precision, which Java has only from 20 on. */
public final class Float16 {
    private static final int SMALLEST_NORMAL = 0x38800000; // 2⁻¹⁴ as float bits
    private static final int ROUNDS_TO_INFINITY = 0x477ff000; // 65520 as float bits
    private static final int INFINITY = 0x7f800000;
    private static final float SUBNORMAL_STEP = 0x1p-24f;

    private Float16() {}

    /** The number that the 16 bits stand for. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        int magnitude;
        if (exponent == 0) {
            magnitude = Float.floatToRawIntBits(fraction * SUBNORMAL_STEP);
        } else if (exponent == 0x1f) {
            magnitude = INFINITY | fraction << 13;
        } else {
            magnitude = (exponent + 112) << 23 | fraction << 13;
        }
        return Float.intBitsToFloat(sign | magnitude);
    }

    /** To nearest, ties to even; beyond the range to infinity. */
    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        int half;
        if (magnitude > INFINITY) {
            half = 0x7e00;
        } else if (magnitude >= ROUNDS_TO_INFINITY) {
            half = 0x7c00;
        } else if (magnitude < SMALLEST_NORMAL) {
            half = (int) Math.rint(Float.intBitsToFloat(magnitude) / SUBNORMAL_STEP);
        } else {
            int rebiased = magnitude - (112 << 23);
            half = (rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13;
        }
        return (short) (sign | half);
    }
}
