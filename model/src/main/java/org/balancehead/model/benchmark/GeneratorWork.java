package org.balancehead.model.benchmark;

import java.util.function.Predicate;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.RenderingSettings;
import org.balancehead.model.inversion.InversionSteps;
import org.balancehead.model.planes.HyPlane;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.planes.SphericalPlanes;
import org.balancehead.model.planes.TriGrid;

/** The arithmetic of a generator of the StyleGAN kind, for one head and one view. */
final class GeneratorWork {
    private static final long FIRST_SIDE = 4;
    private static final int BILINEAR = 4;
    private static final int TRILINEAR = 8;

    /** A pass back for what went in takes as much as the pass forward; one for the weights, too, as much again. */
    private static final int THROUGH = 2;

    private static final int TRAINED = 3;

    private final HeadGenerator generator;
    private final GeneratorPreset preset;
    private final MultiplyAdds counts;

    GeneratorWork(HeadGenerator generator) {
        this.generator = generator;
        preset = generator.preset();
        counts = new MultiplyAdds(generator.layout().shapes());
    }

    /** From w to planes and background. */
    Work planes() {
        return synthesis(name -> true)
                .plus(Work.ofMultiplyAdds(counts.synthesis("background.", FIRST_SIDE, name -> true)));
    }

    private Work synthesis(Predicate<String> counted) {
        long side = preset.planes().imageSide();
        return Work.ofMultiplyAdds(
                counts.synthesis("synthesis.", FIRST_SIDE, counted) + counts.connected("planes.", side * side));
    }

    /** The rays of a raw picture by the plain renderer: look-ups, decoder, compositing, colours. */
    Work rays() {
        RenderingSettings r = preset.rendering();
        int samples = r.coarse() + r.fine();
        int features = preset.planes().features();
        int touched = reads(preset.planes()) + maps(preset.planes());
        double decoding = counts.connected("decoder.", samples) + (double) samples * features;
        double colouring = counts.connected("to_rgb.weight", 1) + counts.connected("to_parsing.weight", 1);
        double bytes = (double) samples * touched * features * Float.BYTES;
        return new Work(decoding + colouring, 0, bytes).times((double) r.side() * r.side());
    }

    /** From the raw picture to the finished one. */
    Work superResolution() {
        return Work.ofMultiplyAdds(
                counts.synthesis("super_resolution.", preset.superResolution().inputSide(), name -> true));
    }

    /** What a step that moves w takes at least: synthesis, forward and back. Rays find out where to look. */
    Work wStep() {
        return synthesis(name -> true).times(THROUGH);
    }

    /** What a step that moves the last blocks' weights takes at least: these blocks. */
    Work tuningStep() {
        return synthesis(name -> generator.synthesis().isLate(name, InversionSteps.TUNED_BLOCKS))
                .times(TRAINED);
    }

    /** Maps that a point's features are read from. */
    private static int maps(PlaneRepresentation planes) {
        if (planes instanceof HyPlane) {
            return 4;
        }
        return planes instanceof SphericalPlanes ? 6 : 3;
    }

    /** Places that a point's features are read from. */
    private static int reads(PlaneRepresentation planes) {
        return maps(planes) * (planes instanceof TriGrid ? TRILINEAR : BILINEAR);
    }
}
