package org.balancehead.model.image;

/** Peak signal-to-noise ratio between pictures, in dB; white is the peak. */
public final class Psnr {
    /** What equal pictures get. */
    public static final double EQUAL = 99;

    private Psnr() {}

    /** Over all pixels and channels of two pictures of one size. */
    public static double between(RgbImage a, RgbImage b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("PSNR needs pictures of one size, not %d×%d and %d×%d."
                    .formatted(a.width(), a.height(), b.width(), b.height()));
        }
        double sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            double difference = ((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)) / 255.0;
            sum += difference * difference;
        }
        return ofMeanSquare(sum / a.rgb().length);
    }

    /** Of a mean squared error of values 0…1. */
    public static double ofMeanSquare(double error) {
        return Math.min(EQUAL, -10 * Math.log10(Math.max(error, 1e-12)));
    }
}
