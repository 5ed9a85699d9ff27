package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.RenderingSettings;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Measures how the cost of views grows in a generator of the StyleGAN kind, whose planes are not spherical, with random
 * weights, of a head as large as a person's.
 */
public final class PlaneGrowthBenchmark {
    private static final List<Double> SHARES = List.of(0.5, 1.0, 1.5, 2.0); // of the preset's side, or samples
    private static final List<Double> HEADS = List.of(1.0, 2.0, 4.0);

    private final TensorEngine engine;
    private final GeneratorPreset preset;
    private final HeadGenerator generator;
    private final GrowthMeter meter;

    /** @param preset name of a bundled preset */
    public PlaneGrowthBenchmark(TensorEngine engine, String preset, Stopwatch stopwatch, Repetitions repetitions) {
        this.engine = engine;
        this.preset = GeneratorPreset.bundled(preset);
        generator = new HeadGenerator(this.preset);
        meter = new GrowthMeter(engine, preset, stopwatch, repetitions);
    }

    /**
     * {@code view_ms} against rays a side, and against samples a ray of the preset, of which the fast renderer takes
     * the coarse half off a volume; {@code view_plain_ms} a view, against heads in one call.
     */
    public List<Growth> run() {
        try (DrawnHead head = new DrawnHead(engine, generator)) {
            RenderingSettings r = preset.rendering();
            return List.of(
                    meter.grow("view_ms", "rays a side of the rendered picture", times(r.side()), side -> {
                        HeadGenerator resized = with((int) side, r.coarse(), r.fine());
                        return session -> view(session, resized, head);
                    }),
                    meter.grow("view_ms", "samples a ray", times(r.coarse() + r.fine()), samples -> {
                        HeadGenerator resampled = with(r.side(), (int) samples / 2, (int) samples / 2);
                        return session -> view(session, resampled, head);
                    }),
                    meter.growTogether(
                            "view_plain_ms",
                            "heads in one call",
                            HEADS,
                            heads -> session -> plainViews(session, (int) heads, head)));
        }
    }

    private static List<Double> times(int whole) {
        return SHARES.stream().map(share -> share * whole).toList();
    }

    /** The same generator, with other rays: it takes the same weights. */
    private HeadGenerator with(int side, int coarse, int fine) {
        RenderingSettings r = preset.rendering();
        RenderingSettings changed = new RenderingSettings(
                side,
                r.near(),
                r.far(),
                coarse,
                fine,
                r.cropMargin(),
                r.decoderWidth(),
                r.colourActivation(),
                r.toRgb(),
                r.parsing());
        return new HeadGenerator(new GeneratorPreset(
                preset.mapping(),
                preset.cameraShift(),
                preset.synthesis(),
                preset.planes(),
                changed,
                preset.background(),
                preset.superResolution(),
                preset.discriminator()));
    }

    private static void view(TensorSession session, HeadGenerator rendering, DrawnHead head) {
        rendering
                .renderOnWhite(session.ops(), head.shaping(), head.cached(), DrawnHead.labels(session, 1))
                .toFloatArray();
    }

    /** Views of the head, as many in one call as if there were so many. */
    private void plainViews(TensorSession session, int count, DrawnHead head) {
        SynthesisedHead one = head.cached().head();
        NDArray background = one.background();
        SynthesisedHead heads = new SynthesisedHead(
                one.planes().repeat(0, count),
                background == null ? null : background.repeat(0, count),
                one.w().repeat(0, count));
        generator
                .render(session.ops(), head.shaping(), heads, DrawnHead.labels(session, count))
                .image()
                .toFloatArray();
    }
}
