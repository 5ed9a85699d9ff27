package org.balancehead.model.training.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/**
 * A generator as it is served: it takes semantic features as encoders give them.
 *
 * @param scale by which features were standardised in training
 */
record PublishedGenerator(TensorEngine engine, GeneratorPreset preset, AdversarialOrder order, FeatureScale scale) {
    Checkpoint write(Path target, String name, String version, ParameterMap weights, Map<String, Object> training)
            throws IOException {
        int length = preset.mapping().condition();
        try (CheckpointWriter writer = CheckpointWriter.begin(target);
                ParameterMap copy = Weights.load(Weights.store(weights, weight -> false), engine)) {
            if (order.kind().hasSemantic()) {
                scale.fold(copy, "mapping.embed", preset.mapping().conditionScale(), length - scale.mean().length);
            }
            writer.tensors(CheckpointFiles.GENERATOR, Weights.store(copy, weight -> false));
            writer.text(CheckpointFiles.PRESET, preset.text());
            Manifest.Condition condition = new Manifest.Condition(order.kind().word(), order.encoder(), length);
            return writer.publish(Manifest.of(name, version, order.presetName(), condition, training, Map.of(), null));
        }
    }
}
