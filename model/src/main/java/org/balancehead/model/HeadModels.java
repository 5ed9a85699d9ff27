package org.balancehead.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.inversion.ChartHeadModel;
import org.balancehead.model.inversion.PlaneHeadModel;

/** Opens checkpoints as head models. */
public final class HeadModels {
    private static final int LARGEST_PRESET = 64 * 1024;

    private HeadModels() {}

    /**
     * Opens a checkpoint on a device, after verifying its files.
     *
     * @param checkpointFolder as the checkpoint repository resolves it
     * @param device {@code cpu} or {@code gpu0}, {@code gpu1}, …
     * @param number how many versions this process has opened, with this one
     * @throws org.balancehead.model.checkpoint.CheckpointException when the folder holds no whole checkpoint
     * @throws IllegalArgumentException when there is no such device
     */
    public static HeadModel open(Path checkpointFolder, String device, int number) {
        Checkpoint checkpoint = Checkpoint.open(checkpointFolder);
        Manifest manifest = checkpoint.manifest();
        ModelVersion version =
                new ModelVersion(manifest.name(), manifest.version(), number, manifest.preset(), manifest.digest());
        if (checkpoint.has(CheckpointFiles.PRESET)) {
            Map<String, StoredTensor> tensors = checkpoint.tensors(CheckpointFiles.GENERATOR);
            return PlaneHeadModel.open(
                    preset(checkpoint), tensors, manifest.condition(), conditions(checkpoint), device, version);
        }
        return ChartHeadModel.open(checkpoint, device, version);
    }

    private static Optional<StoredTensor> conditions(Checkpoint checkpoint) {
        return checkpoint.has(CheckpointFiles.CONDITIONS)
                ? Optional.ofNullable(
                        checkpoint.tensors(CheckpointFiles.CONDITIONS).get(ChartGenerator.CONDITIONS))
                : Optional.empty();
    }

    private static GeneratorPreset preset(Checkpoint checkpoint) {
        Path file = checkpoint.file(CheckpointFiles.PRESET);
        try {
            if (Files.size(file) > LARGEST_PRESET) {
                throw new CheckpointException(
                        "%s has %d bytes: a preset has at most %d.".formatted(file, Files.size(file), LARGEST_PRESET));
            }
            return GeneratorPreset.parse(checkpoint.manifest().preset(), Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new CheckpointException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }
}
