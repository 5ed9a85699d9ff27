package org.balancehead.model.reference;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.generator.HeadGenerator;

/** Turns a reference project's snapshot into a checkpoint folder. */
public final class ReferenceImport {
    private static final String CAMERA = "camera";

    private ReferenceImport() {}

    /**
     * What was imported.
     *
     * @param presetName the architecture
     * @param imageSide of its pictures, in pixels
     * @param parameters how many numbers of the generator are trained
     * @param trained whether the generator as training had it last came along
     * @param discriminator whether the discriminator came along
     */
    public record Summary(String presetName, int imageSide, long parameters, boolean trained, boolean discriminator) {}

    /**
     * Reads a snapshot and writes a checkpoint; nothing is written when the snapshot is refused.
     *
     * @throws org.balancehead.model.checkpoint.CheckpointException in one sentence, when the snapshot cannot be used or
     *     the folder cannot be written
     */
    public static Summary run(Path snapshot, Path out) {
        ReferenceNetworks networks = ReferenceNetworks.read(snapshot);
        int condition = networks.preset().mapping().condition();
        Manifest manifest = Manifest.of(
                networks.presetName(),
                "imported",
                networks.presetName(),
                new Manifest.Condition("view", CAMERA, condition),
                Map.of("importedFrom", String.valueOf(snapshot.getFileName())),
                Map.of(),
                null);
        try (CheckpointWriter writer = CheckpointWriter.begin(out)) {
            writer.text(CheckpointFiles.PRESET, networks.preset().text());
            writer.tensors(CheckpointFiles.GENERATOR, networks.generator());
            add(writer, CheckpointFiles.TRAINED_GENERATOR, networks.trained());
            add(writer, CheckpointFiles.DISCRIMINATOR, networks.discriminator());
            writer.publish(manifest);
        }
        return new Summary(
                networks.presetName(),
                networks.preset().imageSide(),
                new HeadGenerator(networks.preset()).layout().trainedSize(),
                networks.trained().isPresent(),
                networks.discriminator().isPresent());
    }

    private static void add(CheckpointWriter writer, String file, Optional<Map<String, StoredTensor>> tensors) {
        tensors.ifPresent(present -> writer.tensors(file, present));
    }
}
