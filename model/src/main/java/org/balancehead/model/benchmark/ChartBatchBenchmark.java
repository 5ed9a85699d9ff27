package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.SeenShell;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Measures whether views of several heads of a chart generator are cheaper together than one by one. Together their
 * super-resolution is one call, and on a GPU their rays, too; a CPU samples each head's rays where its own surface is.
 */
public final class ChartBatchBenchmark {
    private static final int HEADS = 8;

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final Stopwatch stopwatch;
    private final Repetitions repetitions;

    private ChartBatchBenchmark(
            TensorEngine engine, ChartGenerator generator, Stopwatch stopwatch, Repetitions repetitions) {
        this.engine = engine;
        this.generator = generator;
        this.stopwatch = stopwatch;
        this.repetitions = repetitions;
    }

    /**
     * Measures the generator of a checkpoint, with as many threads as the engine is set to:
     * {@code single_views_per_second} and {@code batched_views_per_second}, taken in turn, of eight heads, finished
     * pictures both; and {@code batch_difference}, the most that a colour of 0…1 differs between the two.
     */
    public static List<Figure> run(Path checkpoint, TensorEngine engine, Stopwatch stopwatch, Repetitions repetitions) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        ChartPreset preset = ChartPreset.load(opened.manifest().preset());
        try (ParameterMap weights = Weights.load(opened.tensors(CheckpointFiles.GENERATOR), engine)) {
            return new ChartBatchBenchmark(engine, new ChartGenerator(preset, weights), stopwatch, repetitions).run();
        }
    }

    private List<Figure> run() {
        try (NDManager owner = engine.newOwner()) {
            List<SeenShell> subjects = subjects(owner);
            List<Double> single = new ArrayList<>();
            List<Double> batched = new ArrayList<>();
            double seconds = 0;
            for (int round = -repetitions.warmUp();
                    round < repetitions.most() && seconds < repetitions.seconds();
                    round++) {
                double alone = stopwatch.seconds(() -> subjects.forEach(this::picture));
                double together = stopwatch.seconds(() -> pictures(subjects));
                if (round >= 0) {
                    single.add(HEADS / alone);
                    batched.add(HEADS / together);
                    seconds += alone + together;
                }
            }
            return List.of(
                    figure("single_views_per_second", Samples.of(single), "views/s"),
                    figure("batched_views_per_second", Samples.of(batched), "views/s"),
                    figure("batch_difference", Samples.of(List.of(difference(subjects))), ""));
        }
    }

    private List<SeenShell> subjects(NDManager owner) {
        Random random = new Random(1);
        List<SeenShell> subjects = new ArrayList<>();
        for (int i = 0; i < HEADS; i++) {
            float[] w = new float[generator.preset().wDimension()];
            for (int k = 0; k < w.length; k++) {
                w[k] = (float) random.nextGaussian();
            }
            try (TensorSession session = engine.inference()) {
                NDArray ws = ChartGenerator.everywhere(session.memory().create(w, new Shape(1, w.length)));
                ChartHead head = generator.synthesis().synthesise(session.ops(), ws);
                CameraPose camera = CameraPose.orbit(i * 360.0 / HEADS - 180, 0);
                subjects.add(new SeenShell(generator.bake(session, head).keep(session, owner), camera));
            }
        }
        return subjects;
    }

    private void picture(SeenShell subject) {
        pictures(List.of(subject));
    }

    private void pictures(List<SeenShell> subjects) {
        try (TensorSession session = engine.inference()) {
            generator.render(session, subjects);
        }
    }

    private double difference(List<SeenShell> subjects) {
        double most = 0;
        try (TensorSession session = engine.inference()) {
            NDArray together = colours(session, subjects);
            for (int i = 0; i < subjects.size(); i++) {
                NDArray own = colours(session, subjects.subList(i, i + 1));
                NDArray apart = own.sub(together.get(i + ":" + (i + 1))).abs().max();
                most = Math.max(most, apart.getFloat());
            }
        }
        return most;
    }

    private NDArray colours(TensorSession session, List<SeenShell> subjects) {
        int side = generator.preset().neuralResolution();
        return generator.superResolution().enlarge(session.ops(), generator.rendering(session, subjects, side));
    }

    private Figure figure(String name, Samples samples, String unit) {
        return Figure.of(
                name, samples, unit, TensorEngine.threads(), generator.preset().name());
    }
}
