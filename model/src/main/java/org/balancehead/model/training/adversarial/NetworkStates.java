package org.balancehead.model.training.adversarial;

import java.util.LinkedHashMap;
import java.util.Map;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.training.MovingAverage;

/** The files of a state: weights of both networks, averages, moments of both optimisers. */
record NetworkStates(Networks networks, MovingAverage average, AdversarialSteps steps) {
    private static final String GENERATOR_MOMENTS = "generator-moments.safetensors";
    private static final String DISCRIMINATOR_MOMENTS = "discriminator-moments.safetensors";

    Map<String, Map<String, StoredTensor>> files() {
        Map<String, Map<String, StoredTensor>> files = new LinkedHashMap<>();
        files.put(CheckpointFiles.TRAINED_GENERATOR, stored(networks.generatorWeights));
        files.put(CheckpointFiles.GENERATOR, stored(average.weights()));
        files.put(CheckpointFiles.DISCRIMINATOR, stored(networks.discriminatorWeights));
        files.put(GENERATOR_MOMENTS, moments(steps.generatorOptimiser()));
        files.put(DISCRIMINATOR_MOMENTS, moments(steps.discriminatorOptimiser()));
        return files;
    }

    /** Takes over a state that was written after so many steps. */
    void restore(Checkpoint state, int step) {
        restore(networks.generatorWeights, state, CheckpointFiles.TRAINED_GENERATOR);
        restore(average.weights(), state, CheckpointFiles.GENERATOR);
        restore(networks.discriminatorWeights, state, CheckpointFiles.DISCRIMINATOR);
        restore(steps.generatorOptimiser(), state, GENERATOR_MOMENTS, step);
        restore(steps.discriminatorOptimiser(), state, DISCRIMINATOR_MOMENTS, step);
    }

    private static void restore(ParameterMap weights, Checkpoint state, String file) {
        Map<String, StoredTensor> tensors = state.tensors(file);
        for (String name : weights.names()) {
            StoredTensor tensor = tensors.get(name);
            if (tensor == null || tensor.values().length != weights.get(name).size()) {
                throw new CheckpointException("%s of %s has no fitting '%s': it is of another version of the preset."
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
