package org.balancehead.model.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.ReconstructionSteps;

/**
 * Measures reconstruction training from the weights of a checkpoint, on pictures that are made up and held in memory.
 */
public final class TrainingBenchmark {
    private static final Repetitions STEPS = new Repetitions(3, 12, 8);

    /** Forward, back for what goes in, back for the weights. */
    private static final int PASSES = 3;

    /** What does not matter to reconstruction: it is fitted afterwards. */
    private static final String LATER = "mapping.|superresolution.|conditions";

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final PhysicalLimits limits;
    private final Stopwatch stopwatch;

    TrainingBenchmark(TensorEngine engine, ChartPreset preset, PhysicalLimits limits, Stopwatch stopwatch) {
        this.engine = engine;
        this.preset = preset;
        this.limits = limits;
        this.stopwatch = stopwatch;
    }

    /** Measures the training of a checkpoint, with as many threads as the engine is set to. */
    public static Figure run(Path checkpoint, TensorEngine engine, PhysicalLimits limits, Stopwatch stopwatch) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        ChartPreset preset = ChartPreset.load(opened.manifest().preset());
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(opened.tensors(CheckpointFiles.GENERATOR));
        tensors.putAll(opened.tensors(CheckpointFiles.ENCODER));
        tensors.keySet().removeIf(name -> name.matches("(" + LATER + ").*"));
        try (ParameterMap weights = Weights.load(tensors, engine)) {
            return new TrainingBenchmark(engine, preset, limits, stopwatch).run(weights);
        }
    }

    /**
     * {@code training_images_per_second}: frontal pictures that are encoded and reconstructed by rays in a step, over
     * its time; a step draws a batch, renders it, and moves all weights by Adam.
     *
     * @param weights of encoder and generator, changed thereby
     */
    Figure run(ParameterMap weights) {
        Random random = new Random(1);
        try (ReconstructionSteps steps = ReconstructionSteps.onBalls(engine, preset, weights)) {
            Samples seconds = stopwatch.measure(STEPS, () -> steps.take(random, 1));
            int pictures = ReconstructionSteps.pictures();
            Samples rate = seconds.map(s -> pictures / s);
            Figure figure =
                    Figure.of("training_images_per_second", rate, "images/s", TensorEngine.threads(), preset.name());
            return limits.share(figure, work(weights).times(1.0 / pictures));
        }
    }

    /** Convolutions are in half precision where the device is faster with it. */
    private Work work(ParameterMap weights) {
        ChartWork chart = new ChartWork(preset);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        weights.names()
                .forEach(name -> shapes.put(name, weights.get(name).getShape().getShape()));
        MultiplyAdds counts = new MultiplyAdds(shapes);
        double matrices = counts.connected("encoder.hidden", 1)
                + counts.connected("encoder.out", 1)
                + weights.get("encoder.linear").size();
        Work convolutions = chart.convolutions().plus(encoderConvolutions(shapes));
        Work heads = chart.mixing().plus(Work.ofMultiplyAdds(matrices)).plus(convolutions.inHalfPrecision());
        return heads.times(ReconstructionSteps.pictures())
                .plus(chart.points(ReconstructionSteps.points()))
                .times(PASSES);
    }

    private static Work encoderConvolutions(Map<String, long[]> shapes) {
        MultiplyAdds counts = new MultiplyAdds(shapes);
        double sum = 0;
        long side = HeadEncoder.INPUT / 2;
        for (int i = 0; shapes.containsKey("encoder.conv" + i + ".weight"); i++) {
            sum += counts.connected("encoder.conv" + i, side * side);
            side /= 2;
        }
        return Work.ofMultiplyAdds(sum);
    }
}
