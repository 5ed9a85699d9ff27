package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.evaluation.EvaluationProgress;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/** Measures a finished checkpoint on a dataset of held-out identities. */
public final class CheckpointEvaluation {
    private CheckpointEvaluation() {}

    /**
     * The held-out figures of a checkpoint, as manifests name them: of what its encoder alone makes of the frontal
     * picture, where it has one, and what bounds that; and of what inversion to the end makes of it.
     *
     * @param folder the checkpoint's folder
     * @param data held-out identities
     * @param identities how many of them the encoder is shown, the first
     * @param inversions how many of them are inverted, which takes seconds each; 0 for none
     * @param progress hears of the inversions
     * @throws org.balancehead.model.checkpoint.CheckpointException when the folder holds no whole checkpoint
     * @throws org.balancehead.model.dataset.UnusableDatasetException when the data are no dataset
     */
    public static Map<String, Double> figures(
            Path folder, Path data, int identities, int inversions, EvaluationProgress progress) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(folder);
        PackedViews views = PackedViews.open(data);
        Map<String, Double> figures = new LinkedHashMap<>();
        if (checkpoint.has(CheckpointFiles.ENCODER)) {
            figures.putAll(encoded(checkpoint, views, identities));
        }
        if (inversions > 0) {
            try (TensorEngine engine = TensorEngine.onCpu();
                    FaceRes descriptor = FaceRes.open(engine);
                    HeadModel model = HeadModels.open(folder, "cpu", 1)) {
                figures.putAll(new InversionEvaluation(model, views, descriptor).figures(inversions, progress));
            }
        }
        return figures;
    }

    private static Map<String, Double> encoded(Checkpoint checkpoint, PackedViews views, int identities) {
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = new ParameterMap(engine)) {
            for (String file : List.of(CheckpointFiles.GENERATOR, CheckpointFiles.ENCODER)) {
                checkpoint.tensors(file).forEach((name, tensor) -> weights.put(name, tensor.values(), tensor.shape()));
            }
            ChartPreset preset = ChartPreset.load(checkpoint.manifest().preset());
            ChartGenerator generator = new ChartGenerator(preset, weights);
            EncodedHeads heads = new EncodedHeads(new HeadEncoder(weights), generator, views);
            Map<String, Double> figures = new LinkedHashMap<>(new HeldOutEvaluation(engine, heads).figures(identities));
            figures.putAll(new OwnMapEvaluation(engine, heads, new LinearChart(preset, weights)).figures(identities));
            return figures;
        }
    }
}
