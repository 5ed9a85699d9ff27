package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartRenderer;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Measures the parts of a chart generator that its head model does not show, and its renderer against others. */
public final class ChartGeneratorBenchmark {
    /** Distances between a ray's samples, in mean free paths of the shell, that speed is told against agreement at. */
    private static final List<Double> SPACINGS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final Stopwatch stopwatch;
    private final List<Figure> figures = new ArrayList<>();

    ChartGeneratorBenchmark(TensorEngine engine, ChartGenerator generator, Stopwatch stopwatch) {
        this.engine = engine;
        this.generator = generator;
        this.stopwatch = stopwatch;
    }

    /** Measures the generator of a checkpoint, with as many threads as the engine is set to. */
    public static List<Figure> run(Path checkpoint, TensorEngine engine, Stopwatch stopwatch) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        ChartPreset preset = ChartPreset.load(opened.manifest().preset());
        try (ParameterMap weights = Weights.load(opened.tensors("generator.safetensors"), engine)) {
            return new ChartGeneratorBenchmark(engine, new ChartGenerator(preset, weights), stopwatch).run();
        }
    }

    /**
     * {@code planes_ms} and {@code bake_ms}, which a revision of a head costs once; {@code rays_ms} and
     * {@code super_resolution_ms}, which a view consists of; {@code views_per_second_plain}.
     *
     * <p>Agreements are PSNRs of finished pictures, of four heads from different sides: {@code dense_agreement_db} of
     * the chart's renderer with the dense one, {@code plain_dense_agreement_db} of the plain one with the dense one,
     * and {@code plain_agreement_db} of the first two at equal sampling, which is when the plain one has its samples
     * all along the ray as close together as the chart's has them at the surface. {@code speed_psnr_ms_X} and
     * {@code speed_psnr_db_X} are {@code rays_ms} and {@code dense_agreement_db} with samples X mean free paths apart.
     */
    List<Figure> run() {
        Samples planes = stopwatch.measure(3, 20, this::synthesise);
        report("planes_ms", planes.map(s -> s * 1e3), "ms");
        try (RendererAgreement agreement = new RendererAgreement(engine, generator)) {
            Samples baking = stopwatch.measure(3, 20, () -> bake(agreement));
            report("bake_ms", baking.map(s -> s * 1e3), "ms");
            report("rays_ms", rays(agreement, generator.renderer()), "ms");
            report("super_resolution_ms", enlarging(agreement), "ms");
            PlainRenderer plain = PlainRenderer.asReferencesDo(generator);
            Samples views = stopwatch.measure(1, 3, () -> view(agreement, plain));
            report("views_per_second_plain", views.map(s -> 1 / s), "views/s");
            PlainRenderer even = PlainRenderer.asDenseAsFast(generator);
            report("plain_agreement_db", agreement.between(even, generator.renderer()), "dB");
            report("dense_agreement_db", agreement.ofFast(generator.renderer()), "dB");
            report("plain_dense_agreement_db", agreement.ofPlain(plain), "dB");
            for (double spacing : SPACINGS) {
                ChartRenderer renderer = new ChartRenderer(generator.preset(), spacing);
                report("speed_psnr_ms_" + spacing, rays(agreement, renderer), "ms");
                report("speed_psnr_db_" + spacing, agreement.ofFast(renderer), "dB");
            }
        }
        return List.copyOf(figures);
    }

    /** The planes of the mean head: w is 0. */
    private void synthesise() {
        try (TensorSession session = engine.inference()) {
            NDArray w = session.memory().zeros(new Shape(1, generator.preset().wDimension()));
            NDArray ws = ChartGenerator.everywhere(w);
            session.ops()
                    .await(generator.synthesis().synthesise(session.ops(), ws).planes());
        }
    }

    private void bake(RendererAgreement agreement) {
        try (TensorSession session = engine.inference()) {
            session.ops().await(generator.bake(session, agreement.head()).cover());
        }
    }

    private void view(RendererAgreement agreement, PlainRenderer renderer) {
        try (TensorSession session = engine.inference()) {
            renderer.render(session, agreement.head(), agreement.camera());
        }
    }

    private Samples rays(RendererAgreement agreement, ChartRenderer renderer) {
        return stopwatch
                .measure(3, 20, () -> {
                    try (TensorSession session = engine.inference()) {
                        rendering(session, agreement, renderer).toFloatArray();
                    }
                })
                .map(s -> s * 1e3);
    }

    private Samples enlarging(RendererAgreement agreement) {
        try (TensorSession session = engine.inference()) {
            NDArray rendering = rendering(session, agreement, generator.renderer());
            return stopwatch
                    .measure(
                            3,
                            20,
                            () -> generator
                                    .superResolution()
                                    .enlarge(session.ops(), rendering)
                                    .toFloatArray())
                    .map(s -> s * 1e3);
        }
    }

    private NDArray rendering(TensorSession session, RendererAgreement agreement, ChartRenderer renderer) {
        int side = generator.preset().neuralResolution();
        return renderer.render(session, agreement.shell(), agreement.camera(), side);
    }

    private void report(String name, Samples samples, String unit) {
        figures.add(Figure.of(
                name, samples, unit, TensorEngine.threads(), generator.preset().name()));
    }
}
