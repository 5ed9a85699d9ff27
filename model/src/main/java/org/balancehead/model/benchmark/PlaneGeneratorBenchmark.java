package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.function.Consumer;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.RawImages;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.inversion.InversionSteps;
import org.balancehead.model.inversion.Stage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Measures a generator of the StyleGAN kind with random weights: one head, one view. That head is fog, which every ray
 * sees, so that a view by the fast renderer takes as long as any.
 */
public final class PlaneGeneratorBenchmark {
    private static final CameraPose ASIDE = CameraPose.orbit(40, 10);
    private static final long SEED = 1;

    private final TensorEngine engine;
    private final String name;
    private final HeadGenerator generator;
    private final GeneratorWork work;
    private final PhysicalLimits limits;
    private final Stopwatch stopwatch;
    private final Repetitions repetitions;
    private final Consumer<Figure> report;

    /**
     * @param preset name of a bundled preset
     * @param limits with as many threads as the engine is set to
     * @param report hears each figure as soon as it is measured
     */
    public PlaneGeneratorBenchmark(
            TensorEngine engine,
            String preset,
            PhysicalLimits limits,
            Stopwatch stopwatch,
            Repetitions repetitions,
            Consumer<Figure> report) {
        this.engine = engine;
        this.name = preset;
        this.limits = limits;
        this.stopwatch = stopwatch;
        this.repetitions = repetitions;
        this.report = report;
        generator = new HeadGenerator(GeneratorPreset.bundled(preset));
        work = new GeneratorWork(generator);
    }

    /**
     * {@code planes_ms} from w, and {@code cache_ms}, what the fast renderer makes of them once; with both cached
     * {@code view_ms}, which consists of {@code rays_ms}, the raw picture, and {@code super_resolution_ms};
     * {@code view_plain_ms}, the same by the plain renderer, which takes all samples of the preset; and a step of
     * inversion in each stage: {@code w_step_ms}, {@code w_plus_step_ms}, {@code tuning_step_ms}.
     */
    public void generator() {
        try (ParameterMap weights = generator.layout().draw(engine, new Random(SEED))) {
            try (NDManager owner = engine.newOwner()) {
                planes(weights);
                CachedHead head = cached(weights, owner);
                cache(weights, head.head());
                views(weights, head);
            }
            steps(weights);
        }
    }

    /** {@code discriminator_step_ms}, where the preset has a discriminator: a training step on two pictures. */
    public void discriminator() {
        generator.preset().discriminator().ifPresent(settings -> {
            int side = generator.preset().imageSide();
            try (DiscriminatorStep step = new DiscriminatorStep(engine, settings, side, new Random(SEED))) {
                step("discriminator_step_ms", step.work(), step::take);
            }
        });
    }

    private void planes(ParameterMap weights) {
        measure("planes_ms", work.planes(), session -> synthesise(session, weights));
    }

    private SynthesisedHead synthesise(TensorSession session, ParameterMap weights) {
        float[] w = gaussian(generator.preset().mapping().width());
        NDArray ws = session.memory().create(w, new Shape(1, 1, w.length)).repeat(1, generator.layers());
        return generator.synthesise(session.ops(), weights, ws);
    }

    private CachedHead cached(ParameterMap weights, NDManager owner) {
        try (TensorSession session = engine.inference()) {
            SynthesisedHead head = synthesise(session, weights);
            return generator.cache(session.ops(), weights, head).kept(session, owner);
        }
    }

    private void cache(ParameterMap weights, SynthesisedHead head) {
        measure("cache_ms", session -> generator.cache(session.ops(), weights, head));
    }

    private void views(ParameterMap weights, CachedHead head) {
        measure("rays_ms", session -> raw(session, weights, head).raw().toFloatArray());
        try (TensorSession outer = engine.inference()) {
            RawImages raw = raw(outer, weights, head);
            measure(
                    "super_resolution_ms",
                    work.superResolution().inHalfPrecision(),
                    session -> generator.enlarge(session.ops(), head, raw).toFloatArray());
        }
        measure(
                "view_ms",
                session -> generator
                        .renderOnWhite(session.ops(), weights, head, label(session))
                        .toFloatArray());
        measure(
                "view_plain_ms",
                work.rays().plus(work.superResolution()),
                session -> generator
                        .render(session.ops(), weights, head.head(), label(session))
                        .image()
                        .toFloatArray());
    }

    private RawImages raw(TensorSession session, ParameterMap weights, CachedHead head) {
        return generator.renderRaw(session.ops(), weights, head, label(session));
    }

    private static NDArray label(TensorSession session) {
        float[] label = ASIDE.label();
        return session.memory().create(label, new Shape(1, label.length));
    }

    private void steps(ParameterMap weights) {
        float[] condition = gaussian(generator.preset().mapping().condition());
        AlignedHead person = AlignedHead.grey(generator.preset().imageSide());
        try (InversionSteps steps = InversionSteps.of(engine, generator, weights, condition, person)) {
            steps.enter(Stage.W);
            step("w_step_ms", work.wStep(), steps::take);
            steps.enter(Stage.W_PLUS);
            step("w_plus_step_ms", work.wStep(), steps::take);
            steps.enter(Stage.TUNING);
            step("tuning_step_ms", work.tuningStep(), steps::take);
        }
    }

    private static float[] gaussian(int length) {
        Random random = new Random(SEED);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private void step(String figure, Work arithmetic, Runnable step) {
        report.accept(limits.share(measured(figure, step), arithmetic));
    }

    private void measure(String figure, Work arithmetic, Consumer<TensorSession> task) {
        step(figure, arithmetic, inSession(task));
    }

    private void measure(String figure, Consumer<TensorSession> task) {
        report.accept(measured(figure, inSession(task)));
    }

    private Runnable inSession(Consumer<TensorSession> task) {
        return () -> {
            try (TensorSession session = engine.inference()) {
                task.accept(session);
            }
        };
    }

    private Figure measured(String figure, Runnable task) {
        Samples milliseconds = stopwatch.measure(repetitions, task).map(s -> s * 1e3);
        return Figure.of(figure, milliseconds, "ms", TensorEngine.threads(), name);
    }
}
