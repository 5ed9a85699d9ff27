package org.balancehead.streaming.video;

/**
 * How closely a coded view follows its picture, and so how many bytes it takes. PNG keeps everything at any quality.
 */
public enum Quality {
    /** Smooth skin and hair: what a view is sent with as long as the connection carries it. */
    FINE(2, 1),
    /** Textures go, edges stay. */
    MEDIUM(5, 0.5),
    /** For connections that hardly carry a picture. */
    COARSE(12, 0.25);

    private static final double FINE_BITS_PER_PIXEL = 0.5;

    private final int quantiser;
    private final double share;

    Quality(int quantiser, double share) {
        this.quantiser = quantiser;
        this.share = share;
    }

    /** About how many bytes a view takes, as a share of {@link #FINE}'s. */
    public double share() {
        return share;
    }

    /** JPEG's quantiser scale, 1 (best) … 31. */
    int quantiser() {
        return quantiser;
    }

    /** What H.264 and VP8 may spend, on average. */
    double bitsPerPixel() {
        return FINE_BITS_PER_PIXEL * share;
    }
}
