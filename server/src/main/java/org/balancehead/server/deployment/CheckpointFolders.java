package org.balancehead.server.deployment;

import java.nio.file.Path;
import java.util.Set;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.deployment.QualityFloor;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.tensor.TensorEngine;

/** The checkpoints below some folders, opened on one device. */
public final class CheckpointFolders implements CheckpointSource {
    /** What serving takes into memory; stored in half precision, it takes twice as much. */
    private static final Set<String> SERVED =
            Set.of(CheckpointFiles.GENERATOR, CheckpointFiles.ENCODER, CheckpointFiles.CONDITIONS);

    private final AllowedFolders allowed;
    private final String device;
    private final long memoryBudget;

    /**
     * Below the allowed folders.
     *
     * @param device {@code cpu} or {@code gpu0}, …
     * @param memoryBudget bytes that weights and heads may take there
     */
    public CheckpointFolders(AllowedFolders allowed, String device, long memoryBudget) {
        this.allowed = allowed;
        this.device = device;
        this.memoryBudget = memoryBudget;
    }

    @Override
    public Candidate check(Path folder) {
        try {
            Path found = allowed.resolve(folder);
            Pickles.refusal(found).ifPresent(sentence -> {
                throw new CheckpointException(sentence);
            });
            Checkpoint whole = Checkpoint.open(found);
            requireRoom(whole);
            return candidate(whole, device);
        } catch (CheckpointException unusable) {
            throw new RefusedCheckpointException(
                    Refusal.BAD_CHECKPOINT, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /**
     * Verifies a checkpoint, wherever it lies.
     *
     * @throws CheckpointException when it is not whole
     */
    public static Candidate candidate(Path folder, String device) {
        return candidate(Checkpoint.open(folder), device);
    }

    private void requireRoom(Checkpoint checkpoint) {
        long inUse = TensorEngine.memoryInUse(device);
        long weights = checkpoint.manifest().files().entrySet().stream()
                .filter(file -> SERVED.contains(file.getKey()))
                .mapToLong(file -> file.getValue().bytes())
                .sum();
        if (inUse + weights > memoryBudget) {
            throw new CheckpointException(
                    "%s needs at least %d MB, but %d MB of the device's %d MB (memory-budget-megabytes) are in use."
                            .formatted(checkpoint.folder(), weights >> 20, inUse >> 20, memoryBudget >> 20));
        }
    }

    private static Candidate candidate(Checkpoint checkpoint, String device) {
        Manifest manifest = checkpoint.manifest();
        Path folder = checkpoint.folder();
        return new Candidate(
                manifest.name(),
                manifest.version(),
                folder,
                QualityFloor.of(manifest.metrics()),
                number -> open(folder, device, number, manifest));
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
