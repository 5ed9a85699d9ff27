package org.balancehead.model.training.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.training.MovingAverage;

/** Writes and reads everything that going on needs: weights, averages, moments of both optimisers. */
record TrainingState(Networks networks, MovingAverage average, AdversarialSteps steps) {
    private static final String GENERATOR_MOMENTS = "generator-moments.safetensors";
    private static final String DISCRIMINATOR_MOMENTS = "discriminator-moments.safetensors";

    Checkpoint save(Path target, AdversarialOrder order, int step) throws IOException {
        try (CheckpointWriter writer = CheckpointWriter.begin(target)) {
            writer.tensors(CheckpointFiles.TRAINED_GENERATOR, stored(networks.generatorWeights));
            writer.tensors(CheckpointFiles.GENERATOR, stored(average.weights()));
            writer.tensors(CheckpointFiles.DISCRIMINATOR, stored(networks.discriminatorWeights));
            writer.tensors(GENERATOR_MOMENTS, moments(steps.generatorOptimiser()));
            writer.tensors(DISCRIMINATOR_MOMENTS, moments(steps.discriminatorOptimiser()));
            int length = networks.generator.preset().mapping().condition();
            return writer.publish(Manifest.of(
                    "training-state",
                    "step-" + step,
                    order.presetName(),
                    new Manifest.Condition(order.kind().word(), order.encoder(), length),
                    Map.of("step", step, "seed", order.seed(), "vicico", order.vicico()),
                    Map.of(),
                    null));
        }
    }

    /** Takes over a state; returns the steps taken. */
    int restore(Checkpoint state) {
        restore(networks.generatorWeights, state, CheckpointFiles.TRAINED_GENERATOR);
        restore(average.weights(), state, CheckpointFiles.GENERATOR);
        restore(networks.discriminatorWeights, state, CheckpointFiles.DISCRIMINATOR);
        if (!(state.manifest().training().get("step") instanceof Number step)) {
            throw new CheckpointException(state.folder() + " does not say at which step it was written.");
        }
        restore(steps.generatorOptimiser(), state, GENERATOR_MOMENTS, step.intValue());
        restore(steps.discriminatorOptimiser(), state, DISCRIMINATOR_MOMENTS, step.intValue());
        return step.intValue();
    }

    private static void restore(ParameterMap weights, Checkpoint state, String file) {
        Map<String, StoredTensor> tensors = state.tensors(file);
        for (String name : weights.names()) {
            StoredTensor tensor = tensors.get(name);
            if (tensor == null || tensor.values().length != weights.get(name).size()) {
                throw new CheckpointException(
                        "%s of %s does not fit the preset: it has no fitting '%s'; resume with the preset and condition that it was begun with."
                                .formatted(file, state.folder(), name));
            }
            weights.get(name).set(tensor.values());
        }
    }

    private static void restore(AdamOptimiser optimiser, Checkpoint state, String file, int step) {
        Map<String, float[]> moments = new LinkedHashMap<>();
        state.tensors(file).forEach((name, tensor) -> moments.put(name, tensor.values()));
        optimiser.restore(moments, step);
    }

    private static Map<String, StoredTensor> stored(ParameterMap weights) {
        return Weights.store(weights, name -> false);
    }

    private static Map<String, StoredTensor> moments(AdamOptimiser optimiser) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        optimiser.moments().forEach((name, values) -> stored.put(name, StoredTensor.of(values, values.length)));
        return stored;
    }
}
