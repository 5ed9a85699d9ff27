package org.balancehead.model.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;

/** A state as a checkpoint folder: everything that going on needs, and what it is the state of. */
public final class TrainingState {
    private static final String STEP = "step";

    private TrainingState() {}

    /**
     * Writes a state into a folder that does not exist, atomically.
     *
     * @param facts see {@link TrainingOrder#facts}
     * @param time that it took so far
     * @param files by name, such as {@code weights.safetensors}
     * @throws DivergedException when a number is not finite: such a state is not worth keeping
     */
    public static Checkpoint write(
            Path target,
            Map<String, Object> facts,
            Manifest.Condition condition,
            int step,
            TrainingTime time,
            Map<String, Map<String, StoredTensor>> files) {
        files.values().forEach(tensors -> tensors.forEach((name, tensor) -> refuseInfinite(name, tensor, step)));
        Map<String, Object> training = new LinkedHashMap<>(facts);
        training.put(STEP, step);
        time.note(training);
        try (CheckpointWriter writer = CheckpointWriter.begin(target)) {
            files.forEach(writer::tensors);
            return writer.publish(Manifest.of(
                    "training-state",
                    "step-" + step,
                    String.valueOf(facts.get("preset")),
                    condition,
                    training,
                    Map.of(),
                    null));
        }
    }

    private static void refuseInfinite(String name, StoredTensor tensor, int step) {
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new DivergedException(
                        "Training diverged before step %d: '%s' holds a number that is not finite; start with another seed or smaller learning rates."
                                .formatted(step, name));
            }
        }
    }

    /** Steps taken when a state was written. */
    public static int step(Checkpoint state) {
        if (state.manifest().training().get(STEP) instanceof Number step) {
            return step.intValue();
        }
        throw new IllegalArgumentException(state.folder() + " does not say at which step it was written.");
    }

    /**
     * Refuses a state of another training. What a state does not say, an older one, is not compared.
     *
     * @param facts those of the training that is to go on
     * @throws IllegalArgumentException in one sentence
     */
    public static void refuseOther(Checkpoint state, Map<String, Object> facts) {
        facts.forEach((name, wanted) -> {
            Object found = state.manifest().training().get(name);
            if (found != null && !String.valueOf(found).equals(String.valueOf(wanted))) {
                throw new IllegalArgumentException(
                        "%s cannot be gone on with: its %s is %s, not %s; give the same, or another folder."
                                .formatted(state.folder(), name, found, wanted));
            }
        });
        if (!state.manifest().preset().equals(facts.get("preset"))) {
            throw new IllegalArgumentException(
                    "%s cannot be gone on with: its preset is %s, not %s; give the same, or another folder."
                            .formatted(state.folder(), state.manifest().preset(), facts.get("preset")));
        }
    }
}
