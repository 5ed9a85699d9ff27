package org.balancehead.model.training.objective;

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

/**
 * What an adversarial training's state consists of.
 *
 * @param generator weights that are trained
 * @param average of them
 * @param discriminator weights
 */
public record AdversaryStates(
        ParameterMap generator,
        MovingAverage average,
        ParameterMap discriminator,
        AdamOptimiser generatorOptimiser,
        AdamOptimiser discriminatorOptimiser) {
    private static final String GENERATOR_MOMENTS = "generator-moments.safetensors";
    private static final String DISCRIMINATOR_MOMENTS = "discriminator-moments.safetensors";

    /** As files, by name. */
    public Map<String, Map<String, StoredTensor>> files() {
        Map<String, Map<String, StoredTensor>> files = new LinkedHashMap<>();
        files.put(CheckpointFiles.TRAINED_GENERATOR, stored(generator));
        files.put(CheckpointFiles.GENERATOR, stored(average.weights()));
        files.put(CheckpointFiles.DISCRIMINATOR, stored(discriminator));
        files.put(GENERATOR_MOMENTS, moments(generatorOptimiser));
        files.put(DISCRIMINATOR_MOMENTS, moments(discriminatorOptimiser));
        return files;
    }

    /**
     * Takes over a state that was written after so many steps.
     *
     * @throws CheckpointException when it does not fit
     */
    public void restore(Checkpoint state, int step) {
        restore(generator, state, CheckpointFiles.TRAINED_GENERATOR);
        restore(average.weights(), state, CheckpointFiles.GENERATOR);
        restore(discriminator, state, CheckpointFiles.DISCRIMINATOR);
        restore(generatorOptimiser, state, GENERATOR_MOMENTS, step);
        restore(discriminatorOptimiser, state, DISCRIMINATOR_MOMENTS, step);
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
        return Weights.store(weights);
    }

    private static Map<String, StoredTensor> moments(AdamOptimiser optimiser) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        optimiser.moments().forEach((name, values) -> stored.put(name, StoredTensor.of(values, values.length)));
        return stored;
    }
}
