package org.balancehead.streaming.video;

/**
 * How closely a coded view follows its picture, and so how many bytes it takes. PNG keeps everything at any quality.
 */
public enum Quality {
    /** Smooth skin and hair: what a view is sent with as long as the connection carries it. */
    FINE(2, 0.5),
    /** Textures go, edges stay. */
    MEDIUM(5, 0.25),
    /** For connections that hardly carry a picture. */
    COARSE(12, 0.12);

    private final int quantiser;
    private final double bitsPerPixel;

    Quality(int quantiser, double bitsPerPixel) {
        this.quantiser = quantiser;
        this.bitsPerPixel = bitsPerPixel;
    }

    /** JPEG's quantiser scale, 1 (best) … 31. */
    int quantiser() {
        return quantiser;
    }

    /** What H.264 and VP8 may spend, on average. */
    double bitsPerPixel() {
        return bitsPerPixel;
    }
}
