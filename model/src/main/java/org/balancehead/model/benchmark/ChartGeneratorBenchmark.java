package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Measures the parts of a chart generator that its head model does not show: synthesis, and the plain renderer. */
public final class ChartGeneratorBenchmark {
    private static final CameraPose ASIDE = CameraPose.orbit(40, 10);

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final Stopwatch stopwatch;

    ChartGeneratorBenchmark(TensorEngine engine, ChartGenerator generator, Stopwatch stopwatch) {
        this.engine = engine;
        this.generator = generator;
        this.stopwatch = stopwatch;
    }

    /** Measures the generator of a checkpoint, with as many threads as the engine is set to. */
    public static List<Figure> run(Path checkpoint, TensorEngine engine, Stopwatch stopwatch) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        ChartPreset preset = ChartPreset.load(opened.manifest().preset());
        try (ParameterMap weights = Weights.load(opened.tensors(CheckpointFiles.GENERATOR), engine)) {
            return new ChartGeneratorBenchmark(engine, new ChartGenerator(preset, weights), stopwatch).run();
        }
    }

    /**
     * {@code planes_ms}; {@code rays_ms} and {@code super_resolution_ms}, which a view with cached planes consists of;
     * {@code views_per_second_plain}; and {@code plain_agreement_db}, the PSNR between the plain renderer's picture and
     * the chart renderer's.
     */
    List<Figure> run() {
        try (NDManager cached = engine.newOwner()) {
            Samples planes = stopwatch.measure(3, 20, this::synthesise);
            ChartHead head = cache(cached);
            Samples rays = stopwatch.measure(3, 20, () -> rays(head));
            Samples enlarging = enlarging(head);
            Samples plain = stopwatch.measure(1, 3, () -> plain(head));
            double agreement = Psnr.between(plain(head), fast(head));
            return List.of(
                    figure("planes_ms", planes.map(s -> s * 1e3), "ms"),
                    figure("rays_ms", rays.map(s -> s * 1e3), "ms"),
                    figure("super_resolution_ms", enlarging.map(s -> s * 1e3), "ms"),
                    figure("views_per_second_plain", plain.map(s -> 1 / s), "views/s"),
                    figure("plain_agreement_db", Samples.of(List.of(agreement)), "dB"));
        }
    }

    private void synthesise() {
        try (TensorSession session = engine.inference()) {
            head(session);
        }
    }

    private ChartHead cache(NDManager owner) {
        try (TensorSession session = engine.inference()) {
            ChartHead head = head(session);
            return new ChartHead(session.keep(head.map(), owner), session.keep(head.planes(), owner));
        }
    }

    /** The mean head: w is 0. */
    private ChartHead head(TensorSession session) {
        NDArray w = session.memory().zeros(new Shape(1, generator.preset().wDimension()));
        return generator.synthesis().synthesise(session.ops(), ChartGenerator.everywhere(w));
    }

    private void rays(ChartHead head) {
        try (TensorSession session = engine.inference()) {
            rendering(session, head).toFloatArray();
        }
    }

    private Samples enlarging(ChartHead head) {
        try (TensorSession session = engine.inference()) {
            NDArray rendering = rendering(session, head);
            return stopwatch.measure(
                    3,
                    20,
                    () -> generator
                            .superResolution()
                            .enlarge(session.ops(), rendering)
                            .toFloatArray());
        }
    }

    private NDArray rendering(TensorSession session, ChartHead head) {
        return generator
                .renderer()
                .render(session, head, ASIDE, generator.preset().neuralResolution());
    }

    private RgbImage plain(ChartHead head) {
        try (TensorSession session = engine.inference()) {
            return new PlainRenderer(generator).render(session, head, ASIDE);
        }
    }

    private RgbImage fast(ChartHead head) {
        try (TensorSession session = engine.inference()) {
            return generator.render(session, head, ASIDE);
        }
    }

    private Figure figure(String name, Samples samples, String unit) {
        return Figure.of(
                name, samples, unit, TensorEngine.threads(), generator.preset().name());
    }
}
