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
import org.balancehead.model.generator.chart.ChartRenderer;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.generator.chart.SeenShell;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Measures how the cost of a chart generator grows: of its views, and of heads that are synthesised together. */
public final class ChartGrowthBenchmark {
    private static final CameraPose ASIDE = CameraPose.orbit(40, 10);
    private static final List<Double> SIDES = List.of(0.25, 0.5, 0.75, 1.0, 1.5, 2.0); // of the preset's
    private static final List<Double> SAMPLES = List.of(0.25, 0.5, 1.0, 2.0, 4.0);
    private static final List<Double> HEADS = List.of(1.0, 2.0, 4.0, 8.0, 16.0);

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final GrowthMeter meter;

    ChartGrowthBenchmark(TensorEngine engine, ChartGenerator generator, Stopwatch stopwatch, Repetitions repetitions) {
        this.engine = engine;
        this.generator = generator;
        meter = new GrowthMeter(engine, generator.preset().name(), stopwatch, repetitions);
    }

    /** Measures the generator of a checkpoint, with as many threads as the engine is set to. */
    public static List<Growth> run(Path checkpoint, TensorEngine engine, Stopwatch stopwatch) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        ChartPreset preset = ChartPreset.load(opened.manifest().preset());
        try (ParameterMap weights = Weights.load(opened.tensors(CheckpointFiles.GENERATOR), engine)) {
            return new ChartGrowthBenchmark(engine, new ChartGenerator(preset, weights), stopwatch, Repetitions.MANY)
                    .run();
        }
    }

    /**
     * {@code view_ms} of the mean head against rays a side; {@code rays_ms} against samples a mean free path of the
     * shell; and {@code planes_ms} a head, against heads in one call.
     */
    List<Growth> run() {
        try (NDManager owner = engine.newOwner()) {
            ChartShell shell = shell(owner);
            int side = generator.preset().neuralResolution();
            return List.of(
                    meter.grow(
                            "view_ms",
                            "rays a side of the rendered picture, which super-resolution doubles",
                            SIDES.stream().map(share -> share * side).toList(),
                            rays -> session -> view(session, shell, (int) rays)),
                    meter.grow("rays_ms", "samples a mean free path of the shell", SAMPLES, samples -> {
                        ChartRenderer renderer = new ChartRenderer(generator.preset(), 1 / samples);
                        return session ->
                                renderer.render(session, shell, ASIDE, side).toFloatArray();
                    }),
                    meter.growTogether(
                            "planes_ms", "heads in one call", HEADS, heads -> session -> heads(session, (int) heads)));
        }
    }

    private ChartShell shell(NDManager owner) {
        try (TensorSession session = engine.inference()) {
            return generator.bake(session, heads(session, 1)).keep(session, owner);
        }
    }

    /** So many mean heads: w is 0. */
    private ChartHead heads(TensorSession session, int count) {
        NDArray w = session.memory().zeros(new Shape(count, generator.preset().wDimension()));
        return generator.synthesis().synthesise(session.ops(), ChartGenerator.everywhere(w));
    }

    private void view(TensorSession session, ChartShell shell, int side) {
        NDArray rendering = generator.rendering(session, List.of(new SeenShell(shell, ASIDE)), side);
        generator.superResolution().enlarge(session.ops(), rendering).toFloatArray();
    }
}
