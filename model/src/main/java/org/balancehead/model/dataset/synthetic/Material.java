package org.balancehead.model.dataset.synthetic;

import org.jspecify.annotations.Nullable;

/**
 * How a surface looks.
 *
 * @param kind what it is made of
 * @param gain factors on the texture's r, g, b
 * @param tint linear r, g, b that replaces the texture's hue, scaled by its luminance over the mean; null keeps the hue
 */
record Material(Kind kind, Texture texture, float[] gain, float @Nullable [] tint) {
    static final float[] UNCHANGED = {1, 1, 1};

    /** What a surface is made of, and how that takes light. */
    enum Kind {
        SKIN(false, 0.25f, 0.06f, 4, 0),
        MOUTH(false, 0.1f, 0.15f, 5, 0),
        EYE(true, 0.1f, 0.8f, 7, 0),
        CLOTH(true, 0.1f, 0, 0, 0),
        BROW(true, 0.1f, 0, 0, 0.0015f),
        HAIR(true, 0.35f, 0.05f, 3, 0);

        /** Whether the texture's alpha cuts it out. */
        final boolean cutOut;

        /** How far the light reaches round to the dark side, 0 … 1. */
        final float wrap;

        /** Strength of the highlight of the key light. */
        final float gloss;

        /** The highlight's exponent is 2 to this. */
        final int sharpness;

        /** Drawn this much nearer, in world units, so that it lies on what it is fixed to. */
        final float lift;

        Kind(boolean cutOut, float wrap, float gloss, int sharpness, float lift) {
            this.cutOut = cutOut;
            this.wrap = wrap;
            this.gloss = gloss;
            this.sharpness = sharpness;
            this.lift = lift;
        }

        /** Whether its back is never seen. */
        boolean closed() {
            return this == SKIN || this == MOUTH || this == EYE;
        }

        /** Whether it is a sheet, lit from the side that is seen. */
        boolean sheet() {
            return !closed();
        }
    }
}
