package org.balancehead.tests.live;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;

/** Whole checkpoints with right checksums that are a good one but for what a test changes. */
final class RemadeCheckpoint {
    private RemadeCheckpoint() {}

    /**
     * Writes one; its version is the folder's name.
     *
     * @param metrics what its manifest states
     * @param change of the generator's tensors
     */
    static Path of(
            Checkpoint good,
            Path folder,
            Map<String, Double> metrics,
            UnaryOperator<Map<String, StoredTensor>> change) {
        Manifest manifest = good.manifest();
        try (CheckpointWriter writer = CheckpointWriter.begin(folder)) {
            writer.tensors(
                    CheckpointFiles.GENERATOR,
                    change.apply(new LinkedHashMap<>(good.tensors(CheckpointFiles.GENERATOR))));
            writer.copy(CheckpointFiles.ENCODER, good.file(CheckpointFiles.ENCODER));
            writer.publish(Manifest.of(
                    manifest.name(),
                    folder.getFileName().toString(),
                    manifest.preset(),
                    manifest.condition(),
                    manifest.training(),
                    metrics,
                    manifest.parent()));
        }
        return folder;
    }
}
