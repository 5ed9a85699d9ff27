package org.balancehead.model.generator;

import org.balancehead.model.renderer.FeatureDecoder.ColourActivation;

/**
 * How a generator renders.
 *
 * @param side of the rendered picture, in pixels
 * @param near smallest depth, in world units
 * @param far largest depth, in world units
 * @param coarse samples of the first pass
 * @param fine samples of the second pass
 * @param cropMargin nothing is kept nearer than this to the box's sides in x and z, in world units
 * @param decoderWidth hidden width of the feature decoder
 * @param colourActivation at the decoder's end
 */
public record RenderingSettings(
        int side,
        double near,
        double far,
        int coarse,
        int fine,
        double cropMargin,
        int decoderWidth,
        ColourActivation colourActivation) {
    public RenderingSettings {
        if (side < 1 || decoderWidth < 1 || !(cropMargin >= 0)) {
            throw new IllegalArgumentException("Rendering needs positive sizes and no negative margin.");
        }
    }
}
