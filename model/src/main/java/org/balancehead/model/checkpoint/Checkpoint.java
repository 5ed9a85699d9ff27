package org.balancehead.model.checkpoint;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A checkpoint folder whose files are all there and have the checksums that its manifest states. */
public final class Checkpoint {
    private final Path folder;
    private final Manifest manifest;

    private Checkpoint(Path folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Opens a checkpoint and verifies every file.
     *
     * @throws CheckpointException when the manifest or a file is missing, damaged or too large
     */
    public static Checkpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException("There is no checkpoint folder %s.".formatted(folder));
        }
        Manifest manifest = ManifestFile.read(folder);
        checkSize(folder, manifest);
        manifest.files().forEach((name, stated) -> verify(folder.resolve(name), stated));
        return new Checkpoint(folder, manifest);
    }

    /**
     * Adds figures to what the manifest of a checkpoint says of its quality, in place of those of the same names; its
     * files and their digest stay.
     *
     * @throws CheckpointException when the folder holds no whole checkpoint, or cannot be written
     */
    public static void amend(Path folder, Map<String, Double> metrics) {
        ManifestFile.write(folder, open(folder).manifest().withMetrics(metrics));
    }

    public Path folder() {
        return folder;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The names of its files, in the manifest's order. */
    public List<String> files() {
        return List.copyOf(manifest.files().keySet());
    }

    public boolean has(String file) {
        return manifest.files().containsKey(file);
    }

    /**
     * Where a file lies.
     *
     * @throws CheckpointException when the manifest does not list it
     */
    public Path file(String name) {
        if (!has(name)) {
            throw new CheckpointException("The checkpoint %s has no '%s'; it has %s.".formatted(folder, name, files()));
        }
        return folder.resolve(name);
    }

    /**
     * The tensors of one of its safetensors files, all finite.
     *
     * @throws CheckpointException when the file is not listed or not well formed, or a number is not finite
     */
    public Map<String, StoredTensor> tensors(String file) {
        return ByteRows.unpacked(Safetensors.readFinite(file(file)));
    }

    private static void checkSize(Path folder, Manifest manifest) {
        long total = 0;
        for (Manifest.FileEntry file : manifest.files().values()) {
            if (file.bytes() > Safetensors.MAX_FILE_BYTES - total) {
                throw new CheckpointException("The files of %s are larger than 4 GiB together.".formatted(folder));
            }
            total += file.bytes();
        }
    }

    private static void verify(Path file, Manifest.FileEntry stated) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException("%s is missing, but the manifest lists it.".formatted(file));
        }
        Manifest.FileEntry found = FileDigest.of(file);
        if (found.bytes() != stated.bytes()) {
            throw new CheckpointException(
                    "%s has %d bytes, but the manifest says %d.".formatted(file, found.bytes(), stated.bytes()));
        }
        if (!found.sha256().equals(stated.sha256())) {
            throw new CheckpointException("%s is damaged: its SHA-256 is %s, but the manifest says %s."
                    .formatted(file, found.sha256(), stated.sha256()));
        }
    }
}
