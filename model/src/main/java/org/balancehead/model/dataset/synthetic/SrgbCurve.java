package org.balancehead.model.dataset.synthetic;

/** Between 8-bit sRGB and linear light 0…1, by table. */
final class SrgbCurve {
    private static final int STEPS = 8192;
    private static final float[] TO_LINEAR = new float[256];
    private static final byte[] TO_SRGB = new byte[STEPS + 1];

    static {
        for (int i = 0; i < 256; i++) {
            double s = i / 255.0;
            TO_LINEAR[i] = (float) (s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4));
        }
        for (int i = 0; i <= STEPS; i++) {
            double v = (double) i / STEPS;
            double s = v <= 0.0031308 ? v * 12.92 : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
            TO_SRGB[i] = (byte) Math.round(s * 255);
        }
    }

    private SrgbCurve() {}

    static float toLinear(int srgb) {
        return TO_LINEAR[srgb];
    }

    /** Clamps to 0…1. */
    static byte toSrgb(float linear) {
        return TO_SRGB[(int) (Math.max(0, Math.min(1, linear)) * STEPS + 0.5f)];
    }

    static float luminance(float red, float green, float blue) {
        return 0.2126f * red + 0.7152f * green + 0.0722f * blue;
    }
}
