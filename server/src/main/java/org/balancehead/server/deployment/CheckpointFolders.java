package org.balancehead.server.deployment;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.evaluation.QualityFloor;
import org.balancehead.model.tensor.TensorEngine;

/** The checkpoints below some folders. */
public final class CheckpointFolders implements CheckpointSource {
    /** What serving takes into memory; stored in half precision, it takes twice as much. */
    private static final Set<String> SERVED =
            Set.of(CheckpointFiles.GENERATOR, CheckpointFiles.ENCODER, CheckpointFiles.CONDITIONS);

    private final AllowedFolders allowed;
    private final List<String> devices;
    private final long memoryBudget;

    /**
     * Below the allowed folders.
     *
     * @param devices that each is opened on, {@code cpu} or {@code gpu0}, …; one that is named twice has it twice
     * @param memoryBudget bytes that weights and heads may take on each of them
     */
    public CheckpointFolders(AllowedFolders allowed, List<String> devices, long memoryBudget) {
        this.allowed = allowed;
        this.devices = List.copyOf(devices);
        this.memoryBudget = memoryBudget;
    }

    @Override
    public Candidate check(Path folder) {
        try {
            Path found = allowed.resolve(meant(folder));
            Pickles.refusal(found).ifPresent(sentence -> {
                throw new CheckpointException(sentence);
            });
            Checkpoint whole = Checkpoint.open(found);
            requireRoom(whole, devices, memoryBudget);
            return candidate(whole);
        } catch (CheckpointException unusable) {
            throw new RefusedCheckpointException(
                    Refusal.BAD_CHECKPOINT, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** The repository's pointer is no folder, but names one. */
    private Path meant(Path asked) {
        return asked.equals(Path.of(CheckpointRepository.DEFAULT))
                ? CheckpointRepository.of(allowed.first()).resolve(CheckpointRepository.DEFAULT)
                : asked;
    }

    /**
     * Verifies the checkpoint that a server begins with, wherever it lies.
     *
     * @throws CheckpointException when it is not whole, or the devices have no room for it
     */
    public static Candidate first(Path folder, InferenceSettings inference) {
        Checkpoint whole = Checkpoint.open(folder);
        requireRoom(whole, inference.devices(), inference.memoryBudget());
        return candidate(whole);
    }

    /**
     * Verifies a checkpoint, wherever it lies.
     *
     * @throws CheckpointException when it is not whole
     */
    public static Candidate candidate(Path folder) {
        return candidate(Checkpoint.open(folder));
    }

    private static void requireRoom(Checkpoint checkpoint, List<String> devices, long memoryBudget) {
        long weights = checkpoint.manifest().files().entrySet().stream()
                .filter(file -> SERVED.contains(file.getKey()))
                .mapToLong(file -> file.getValue().bytes())
                .sum();
        for (String device : Set.copyOf(devices)) {
            long inUse = TensorEngine.memoryInUse(device);
            long needed = weights * Collections.frequency(devices, device);
            if (inUse + needed > memoryBudget) {
                throw new CheckpointException(
                        "%s needs at least %d MB on %s, but %d MB of its %d MB (inference.memory-budget-megabytes) are in use: raise the budget, or take a smaller checkpoint."
                                .formatted(checkpoint.folder(), needed >> 20, device, inUse >> 20, memoryBudget >> 20));
            }
        }
    }

    private static Candidate candidate(Checkpoint checkpoint) {
        Manifest manifest = checkpoint.manifest();
        Path folder = checkpoint.folder();
        return new Candidate(
                manifest.name(),
                manifest.version(),
                folder,
                QualityFloor.of(manifest.metrics()),
                (device, number) -> open(folder, device, number, manifest));
    }

    /** Opens what was verified: what lies there after a crash may be another training's. */
    private static HeadModel open(Path folder, String device, int number, Manifest verified) {
        HeadModel model = HeadModels.open(folder, device, number);
        ModelVersion found = model.version();
        if (found.name().equals(verified.name()) && found.version().equals(verified.version())) {
            return model;
        }
        model.close();
        throw new CheckpointException("%s holds %s %s now, but %s %s was deployed from it: deploy it again."
                .formatted(folder, found.name(), found.version(), verified.name(), verified.version()));
    }
}
