package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.RenderingSettings;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Measures how the cost of views grows in a generator of the StyleGAN kind with random weights, whose head is fog. */
public final class PlaneGrowthBenchmark {
    private static final CameraPose ASIDE = CameraPose.orbit(40, 10);
    private static final List<Double> SHARES = List.of(0.5, 1.0, 1.5, 2.0); // of the preset's side, or samples
    private static final List<Double> HEADS = List.of(1.0, 2.0, 4.0);
    private static final long SEED = 1;

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
        try (ParameterMap weights = generator.layout().draw(engine, new Random(SEED));
                NDManager owner = engine.newOwner()) {
            RenderingSettings r = preset.rendering();
            CachedHead head = cached(weights, owner);
            return List.of(
                    meter.grow("view_ms", "rays a side of the rendered picture", times(r.side()), side -> {
                        HeadGenerator resized = with((int) side, r.coarse(), r.fine());
                        return session -> view(session, resized, weights, head);
                    }),
                    meter.grow("view_ms", "samples a ray", times(r.coarse() + r.fine()), samples -> {
                        HeadGenerator resampled = with(r.side(), (int) samples / 2, (int) samples / 2);
                        return session -> view(session, resampled, weights, head);
                    }),
                    meter.growTogether(
                            "view_plain_ms",
                            "heads in one call",
                            HEADS,
                            heads -> session -> plainViews(session, weights, (int) heads, head.head())));
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

    private CachedHead cached(ParameterMap weights, NDManager owner) {
        try (TensorSession session = engine.inference()) {
            NDArray ws = session.memory()
                    .randomNormal(new Shape(1, 1, preset.mapping().width()))
                    .repeat(1, generator.layers());
            SynthesisedHead head = generator.synthesise(session.ops(), weights, ws);
            return generator.cache(session.ops(), weights, head).kept(session, owner);
        }
    }

    private void view(TensorSession session, HeadGenerator rendering, ParameterMap weights, CachedHead head) {
        rendering
                .renderOnWhite(session.ops(), weights, head, labels(session, 1))
                .toFloatArray();
    }

    /** Views of one head, as often in one call as if there were so many. */
    private void plainViews(TensorSession session, ParameterMap weights, int count, SynthesisedHead head) {
        NDArray background = head.background();
        SynthesisedHead heads = new SynthesisedHead(
                head.planes().repeat(0, count),
                background == null ? null : background.repeat(0, count),
                head.w().repeat(0, count));
        generator
                .render(session.ops(), weights, heads, labels(session, count))
                .image()
                .toFloatArray();
    }

    private static NDArray labels(TensorSession session, int count) {
        float[] label = ASIDE.label();
        return session.memory().create(label, new Shape(1, label.length)).repeat(0, count);
    }
}
