package org.balancehead.server.deployment;

import java.nio.file.Path;
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
import org.balancehead.model.checkpoint.Manifest;

/** The checkpoints below some folders, opened on one device. */
public final class CheckpointFolders implements CheckpointSource {
    private final AllowedFolders allowed;
    private final String device;

    /** @param device {@code cpu} or {@code gpu0}, … */
    public CheckpointFolders(AllowedFolders allowed, String device) {
        this.allowed = allowed;
        this.device = device;
    }

    @Override
    public Candidate check(Path folder) {
        try {
            Path found = allowed.resolve(folder);
            Pickles.refusal(found).ifPresent(sentence -> {
                throw new CheckpointException(sentence);
            });
            return candidate(found, device);
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
        Manifest manifest = Checkpoint.open(folder).manifest();
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
