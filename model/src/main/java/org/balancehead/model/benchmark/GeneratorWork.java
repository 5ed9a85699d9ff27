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
        return planes(name -> true);
    }

    private Work planes(Predicate<String> counted) {
        long side = preset.planes().imageSide();
        return Work.ofMultiplyAdds(counts.synthesis("synthesis.", FIRST_SIDE, counted)
                + counts.synthesis("background.", FIRST_SIDE, counted)
                + counts.connected("planes.", side * side));
    }

    /** What so many rays see: look-ups, decoder, compositing, and the colours of the raw picture. */
    Work rays(double count) {
        RenderingSettings r = preset.rendering();
        int samples = r.coarse() + r.fine();
        int features = preset.planes().features();
        int reads = reads(preset.planes());
        double decoding = counts.connected("decoder.", samples) + (double) samples * features;
        double colouring = counts.connected("to_rgb.weight", 1) + counts.connected("to_parsing.weight", 1);
        double bytes = (double) samples * (reads + maps(preset.planes())) * features * Float.BYTES;
        return new Work(decoding + colouring, bytes).times(count);
    }

    /** Rays of the whole raw picture. */
    Work rays() {
        double side = preset.rendering().side();
        return rays(side * side);
    }

    /** From the raw picture to the finished one. */
    Work superResolution() {
        return Work.ofMultiplyAdds(
                counts.synthesis("super_resolution.", preset.superResolution().inputSide(), name -> true));
    }

    /** A step that moves w: planes forward and back, rays forward and back to the planes. */
    Work wStep(double rays) {
        return planes().times(THROUGH).plus(steppedRays(rays));
    }

    /** A step that moves the last blocks' weights. */
    Work tuningStep(double rays) {
        return planes(name -> generator.synthesis().isLate(name, InversionSteps.TUNED_BLOCKS))
                .times(TRAINED)
                .plus(steppedRays(rays));
    }

    /** A gradient is added to every feature that was read: one more read, and a write. */
    private Work steppedRays(double count) {
        Work forward = rays(count);
        return new Work(THROUGH * forward.multiplyAdds(), TRAINED * forward.bytes());
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
