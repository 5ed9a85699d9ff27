package org.balancehead.model.generator;

import java.util.Optional;
import org.balancehead.model.renderer.FeatureDecoder.ColourActivation;

/**
 * How a generator renders.
 *
 * @param side of the rendered picture, in pixels
 * @param near smallest depth, in world units
 * @param far largest depth, in world units
 * @param coarse samples of the first pass
 * @param fine samples of the second pass
 * @param cropMargin nothing is kept nearer than this to the box's sides in x and z, in world units; absent: all is kept
 * @param decoderWidth hidden width of the feature decoder
 * @param colourActivation at the decoder's end; what the sigmoid gives is stretched to −1…1 once it is composited
 * @param toRgb whether a layer of its own makes the raw picture from the features; else it is the first three of them
 * @param parsing classes that a parsing head tells apart; absent: there is none
 */
public record RenderingSettings(
        int side,
        double near,
        double far,
        int coarse,
        int fine,
        Optional<Double> cropMargin,
        int decoderWidth,
        ColourActivation colourActivation,
        boolean toRgb,
        Optional<Integer> parsing) {
    public RenderingSettings {
        if (side < 1 || decoderWidth < 1 || cropMargin.orElse(0.0) < 0 || parsing.orElse(1) < 1) {
            throw new IllegalArgumentException("Rendering needs positive sizes and no negative margin.");
        }
    }
}
