package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.function.Consumer;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
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
 * Measures a generator of the StyleGAN kind with random weights, for how long it takes does not depend on them: one
 * head, one view.
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
     * {@code planes_ms} from w; with cached planes {@code rays_ms}, which is the raw picture,
     * {@code super_resolution_ms}, and {@code view_ms}, which is both; a step of inversion in each stage:
     * {@code w_step_ms}, {@code w_plus_step_ms}, {@code tuning_step_ms}.
     */
    public void generator() {
        try (ParameterMap weights = generator.layout().draw(engine, new Random(SEED))) {
            try (NDManager cached = engine.newOwner()) {
                synthesis(weights);
                views(weights, head(weights, cached));
            }
            steps(weights);
        }
    }

    /** {@code discriminator_step_ms}, where the preset has a discriminator: a training step on two pictures. */
    public void discriminator() {
        generator.preset().discriminator().ifPresent(settings -> {
            int side = generator.preset().imageSide();
            try (DiscriminatorStep step = new DiscriminatorStep(engine, settings, side, new Random(SEED))) {
                measure("discriminator_step_ms", step.work(), step::take);
            }
        });
    }

    private void synthesis(ParameterMap weights) {
        measure("planes_ms", work.planes(), () -> {
            try (TensorSession session = engine.inference()) {
                synthesise(session, weights);
            }
        });
    }

    private SynthesisedHead synthesise(TensorSession session, ParameterMap weights) {
        float[] w = gaussian(generator.preset().mapping().width());
        NDArray ws = session.memory().create(w, new Shape(1, 1, w.length)).repeat(1, generator.layers());
        return generator.synthesise(session.ops(), weights, ws);
    }

    private SynthesisedHead head(ParameterMap weights, NDManager owner) {
        try (TensorSession session = engine.inference()) {
            return synthesise(session, weights).kept(session, owner);
        }
    }

    private void views(ParameterMap weights, SynthesisedHead head) {
        measure("rays_ms", work.rays(), () -> {
            try (TensorSession session = engine.inference()) {
                raw(session, weights, head).raw().toFloatArray();
            }
        });
        try (TensorSession session = engine.inference()) {
            RawImages raw = raw(session, weights, head);
            measure("super_resolution_ms", work.superResolution(), () -> {
                try (TensorSession inner = engine.inference()) {
                    generator
                            .superResolution()
                            .enlarge(inner.ops(), weights, raw.raw(), raw.features(), head.w())
                            .toFloatArray();
                }
            });
        }
        measure("view_ms", work.rays().plus(work.superResolution()), () -> {
            try (TensorSession session = engine.inference()) {
                generator
                        .render(session.ops(), weights, head, label(session))
                        .image()
                        .toFloatArray();
            }
        });
    }

    private RawImages raw(TensorSession session, ParameterMap weights, SynthesisedHead head) {
        return generator.renderRaw(session.ops(), weights, head, label(session));
    }

    private static NDArray label(TensorSession session) {
        float[] label = ASIDE.label();
        return session.memory().create(label, new Shape(1, label.length));
    }

    private void steps(ParameterMap weights) {
        float[] condition = gaussian(generator.preset().mapping().condition());
        AlignedHead person = AlignedHead.grey(generator.preset().imageSide());
        int rays = InversionSteps.rays(generator);
        try (InversionSteps steps = InversionSteps.of(engine, generator, weights, condition, person)) {
            steps.enter(Stage.W);
            measure("w_step_ms", work.wStep(rays), steps::take);
            steps.enter(Stage.W_PLUS);
            measure("w_plus_step_ms", work.wStep(rays), steps::take);
            steps.enter(Stage.TUNING);
            measure("tuning_step_ms", work.tuningStep(rays), steps::take);
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

    private void measure(String figure, Work arithmetic, Runnable task) {
        Samples milliseconds = stopwatch.measure(repetitions, task).map(s -> s * 1e3);
        Figure measured = Figure.of(figure, milliseconds, "ms", TensorEngine.threads(), name);
        report.accept(limits.share(measured, arithmetic));
    }
}
