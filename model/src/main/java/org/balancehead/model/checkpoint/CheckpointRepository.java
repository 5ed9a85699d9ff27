package org.balancehead.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of checkpoints, one of which the pointer file {@code default} names. */
public final class CheckpointRepository {
    /** The name that stands for the checkpoint that the pointer file names. */
    public static final String DEFAULT = "default";

    private static final int MAX_POINTER_BYTES = 1024;

    private final Path folder;

    private CheckpointRepository(Path folder) {
        this.folder = folder;
    }

    /** The repository in a folder, which need not exist yet. */
    public static CheckpointRepository of(Path folder) {
        return new CheckpointRepository(folder);
    }

    /**
     * Finds a checkpoint's folder; what is in it is not verified.
     *
     * @param which {@code default}, a name in this repository, or a path to a checkpoint's folder
     * @throws CheckpointException when there is no such folder
     */
    public Path resolve(String which) {
        if (which.equals(DEFAULT)) {
            return existing(defaultName());
        }
        Path path = path(which);
        boolean elsewhere = !names().contains(which) && Files.isDirectory(path);
        return elsewhere ? path : existing(which);
    }

    /** The names of its checkpoints, in their order; none when the folder does not exist. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isRegularFile(entry.resolve(ManifestFile.NAME)))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Copies a verified checkpoint into this repository, under its name and version.
     *
     * @return the name that {@link #resolve} takes
     * @throws CheckpointException when there is one of that name and version already
     */
    public String publish(Checkpoint checkpoint) {
        Manifest manifest = checkpoint.manifest();
        String name = manifest.name() + "-" + manifest.version();
        try (CheckpointWriter writer = CheckpointWriter.begin(folder.resolve(name))) {
            checkpoint.files().forEach(file -> writer.copy(file, checkpoint.file(file)));
            writer.publish(manifest);
        }
        return name;
    }

    /**
     * Lets {@code default} name another of its checkpoints, in one step.
     *
     * @throws CheckpointException when there is no such checkpoint
     */
    public void setDefault(String name) {
        existing(name);
        byte[] line = (name + "\n").getBytes(StandardCharsets.UTF_8);
        DurableFiles.replace(folder.resolve(DEFAULT), channel -> channel.write(ByteBuffer.wrap(line)));
    }

    private String defaultName() {
        Path pointer = folder.resolve(DEFAULT);
        try {
            if (!Files.isRegularFile(pointer) || Files.size(pointer) > MAX_POINTER_BYTES) {
                throw new CheckpointException(
                        "%s names no default checkpoint: name one with --checkpoint.".formatted(folder));
            }
            return Files.readString(pointer).strip();
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(pointer, e.getMessage()), e);
        }
    }

    private Path existing(String name) {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new CheckpointException(
                    "There is no checkpoint '%s' in %s: it has %s.".formatted(name, folder, names));
        }
        return folder.resolve(name);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new CheckpointException("'%s' names no checkpoint.".formatted(name), e);
        }
    }
}
