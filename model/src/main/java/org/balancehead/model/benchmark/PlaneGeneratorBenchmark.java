package org.balancehead.model.benchmark;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.RawImages;
import org.balancehead.model.generator.chart.Pictures;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.InversionSteps;
import org.balancehead.model.inversion.Stage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/**
 * Measures a generator of the StyleGAN kind, whose planes are not spherical, with random weights: one head, as large as
 * a person's, and one view of it.
 */
public final class PlaneGeneratorBenchmark {
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
     * {@code view_plain_ms}, the same by the plain renderer, which takes all samples of the preset, and
     * {@code plain_agreement_db}, the PSNR between both pictures; and a step of inversion in each stage:
     * {@code w_step_ms}, {@code w_plus_step_ms}, {@code tuning_step_ms}.
     */
    public void generator() {
        try (DrawnHead head = new DrawnHead(engine, generator)) {
            measure("planes_ms", work.planes(), head::synthesise);
            measure(
                    "cache_ms",
                    session -> generator.cache(
                            session.ops(), head.shaping(), head.cached().head()));
            parts(head);
            views(head);
            steps(head.weights());
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

    private void parts(DrawnHead head) {
        measure("rays_ms", session -> raw(session, head).raw().toFloatArray());
        try (TensorSession outer = engine.inference()) {
            RawImages raw = raw(outer, head);
            measure(
                    "super_resolution_ms",
                    work.superResolution().inHalfPrecision(),
                    session ->
                            generator.enlarge(session.ops(), head.cached(), raw).toFloatArray());
        }
    }

    private RawImages raw(TensorSession session, DrawnHead head) {
        return generator.renderRaw(session.ops(), head.shaping(), head.cached(), DrawnHead.labels(session, 1));
    }

    private void views(DrawnHead head) {
        AtomicReference<@Nullable RgbImage> fast = new AtomicReference<>();
        AtomicReference<@Nullable RgbImage> plain = new AtomicReference<>();
        measure(
                "view_ms",
                session -> fast.set(Pictures.of(
                        session.ops(),
                        generator.renderOnWhite(
                                session.ops(), head.shaping(), head.cached(), DrawnHead.labels(session, 1)))));
        Work arithmetic = work.rays().plus(work.superResolution());
        measure("view_plain_ms", arithmetic, session -> plain.set(plainView(session, head)));
        double agreement = Psnr.between(requireNonNull(plain.get()), requireNonNull(fast.get()));
        Samples samples = Samples.of(List.of(agreement));
        report.accept(Figure.of("plain_agreement_db", samples, "dB", TensorEngine.threads(), name));
    }

    private RgbImage plainView(TensorSession session, DrawnHead head) {
        NDArray labels = DrawnHead.labels(session, 1);
        HeadImages images =
                generator.render(session.ops(), head.shaping(), head.cached().head(), labels);
        return Pictures.of(session.ops(), session.ops().call("on_white", images.image(), images.mask()));
    }

    private void steps(ParameterMap weights) {
        float[] condition = DrawnHead.gaussian(generator.preset().mapping().condition());
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
