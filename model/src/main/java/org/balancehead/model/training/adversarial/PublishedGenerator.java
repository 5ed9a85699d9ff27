package org.balancehead.model.training.adversarial;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.objective.FeatureScale;

/**
 * A generator as it is served: it takes semantic features as encoders give them.
 *
 * @param scale by which features were standardised in training
 */
record PublishedGenerator(
        TensorEngine engine,
        GeneratorPreset preset,
        String presetName,
        Manifest.Condition condition,
        FeatureScale scale) {
    /** @param kept conditions of the training, as the generator will take them, to draw heads of nobody by */
    Checkpoint write(
            Path target,
            String name,
            String version,
            ParameterMap weights,
            List<float[]> kept,
            Map<String, Object> training)
            throws IOException {
        try (CheckpointWriter writer = CheckpointWriter.begin(target);
                ParameterMap copy = Weights.load(Weights.store(weights), engine)) {
            int semantic = scale.mean().length;
            if (semantic > 0) {
                scale.fold(copy, "mapping.embed", preset.mapping().conditionScale(), condition.dimension() - semantic);
            }
            writer.tensors(CheckpointFiles.GENERATOR, Weights.store(copy));
            writer.text(CheckpointFiles.PRESET, preset.text());
            if (condition.dimension() > 0) {
                writer.tensors(CheckpointFiles.CONDITIONS, Map.of(ChartGenerator.CONDITIONS, table(kept)));
            }
            return writer.publish(Manifest.of(name, version, presetName, condition, training, Map.of(), null));
        }
    }

    private StoredTensor table(List<float[]> kept) {
        FloatBuffer rows = FloatBuffer.allocate(kept.size() * condition.dimension());
        kept.forEach(rows::put);
        return StoredTensor.of(rows.array(), kept.size(), condition.dimension());
    }
}
