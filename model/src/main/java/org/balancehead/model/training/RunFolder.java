package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.tensor.ParameterMap;

/** A training run's folder: its states, of which the newest two are kept, curves and sample sheets. */
final class RunFolder {
    private static final String STATE = "state-";
    private static final String OPTIMISER = "optimiser.safetensors";
    private static final int KEPT = 2;

    private final Path folder;

    RunFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("samples"));
    }

    Path samples(int step) {
        return folder.resolve("samples").resolve("step-%06d.png".formatted(step));
    }

    /** Writes a state that a later run can go on from, then forgets the oldest. */
    void save(TrainingPlan plan, int step, ParameterMap weights, ParameterMap average, Map<String, float[]> moments)
            throws IOException {
        Path target = folder.resolve(STATE + "%07d".formatted(step));
        if (Files.exists(target)) {
            return;
        }
        Map<String, Object> training = Map.of(
                "step", step,
                "seed", plan.seed(),
                "steps", plan.steps());
        try (CheckpointWriter writer = CheckpointWriter.begin(target)) {
            writer.tensors("weights.safetensors", Weights.store(weights, name -> false));
            writer.tensors("average.safetensors", Weights.store(average, name -> false));
            writer.tensors(OPTIMISER, stored(moments));
            writer.publish(Manifest.of(
                    "training-state", "step-" + step, plan.preset(), Conditions.FACE, training, Map.of(), null));
        }
        List<Path> states = states();
        for (Path old : states.subList(0, Math.max(0, states.size() - KEPT))) {
            remove(old);
        }
    }

    /** The newest state, if there is one. */
    Optional<Checkpoint> latest() throws IOException {
        List<Path> states = states();
        return states.isEmpty() ? Optional.empty() : Optional.of(Checkpoint.open(states.get(states.size() - 1)));
    }

    /** Steps taken when a state was written. */
    static int step(Checkpoint state) {
        if (state.manifest().training().get("step") instanceof Number step) {
            return step.intValue();
        }
        throw new IllegalArgumentException(state.folder() + " does not say at which step it was written.");
    }

    /** The optimiser's moments of a state. */
    static Map<String, float[]> moments(Checkpoint state) {
        Map<String, float[]> moments = new LinkedHashMap<>();
        state.tensors(OPTIMISER).forEach((name, tensor) -> moments.put(name, tensor.values()));
        return moments;
    }

    private static Map<String, StoredTensor> stored(Map<String, float[]> moments) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        moments.forEach((name, values) -> stored.put(name, StoredTensor.of(values, values.length)));
        return stored;
    }

    private List<Path> states() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(STATE))
                    .sorted()
                    .toList();
        }
    }

    private static void remove(Path state) throws IOException {
        try (Stream<Path> entries = Files.walk(state)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
