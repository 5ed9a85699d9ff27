package org.balancehead.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a checkpoint folder that appears at once: files first, the manifest last, then one rename.
 *
 * <p>Closing without {@link #publish} removes what was written.
 */
public final class CheckpointWriter implements AutoCloseable {
    private final Path target;
    private final Path beside;
    private final Map<String, Manifest.FileEntry> files = new LinkedHashMap<>();

    private CheckpointWriter(Path target, Path beside) {
        this.target = target;
        this.beside = beside;
    }

    /**
     * Begins a checkpoint; the folders above it are made.
     *
     * @throws CheckpointException when {@code target} exists already
     */
    public static CheckpointWriter begin(Path target) {
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new CheckpointException("%s exists already: choose another folder.".formatted(target));
        }
        Path parent = place.getParent();
        if (parent == null) {
            throw new CheckpointException("%s cannot be a checkpoint's folder.".formatted(target));
        }
        try {
            Files.createDirectories(parent);
            Path beside = Files.createDirectory(parent.resolve("." + place.getFileName() + "." + UUID.randomUUID()));
            return new CheckpointWriter(place, beside);
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be written (%s).".formatted(target, e.getMessage()), e);
        }
    }

    /** Adds a safetensors file; tensors of {@link Precision#I8} may hold any numbers ({@link ByteRows}). */
    public void tensors(String name, Map<String, StoredTensor> tensors) {
        Path file = beside.resolve(name);
        Safetensors.write(file, ByteRows.packed(tensors));
        files.put(name, FileDigest.of(file));
    }

    /** Adds a text file. */
    public void text(String name, String text) {
        Path file = beside.resolve(name);
        DurableFiles.replace(file, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
        files.put(name, FileDigest.of(file));
    }

    /** Adds a copy of a file under a name. */
    public void copy(String name, Path from) {
        Path file = beside.resolve(name);
        DurableFiles.replace(file, channel -> {
            try (FileChannel in = FileChannel.open(from)) {
                long size = in.size();
                for (long at = 0; at < size; ) {
                    at += in.transferTo(at, size - at, channel);
                }
            }
        });
        files.put(name, FileDigest.of(file));
    }

    /**
     * Writes the manifest with the added files' checksums and puts the folder in place.
     *
     * @param manifest its {@code files} are replaced
     */
    public Checkpoint publish(Manifest manifest) {
        ManifestFile.write(beside, manifest.withFiles(files));
        try {
            DurableFiles.rename(beside, target);
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be put in place (%s).".formatted(target, e.getMessage()), e);
        }
        return Checkpoint.open(target);
    }

    @Override
    public void close() {
        if (!Files.exists(beside)) {
            return;
        }
        try (Stream<Path> entries = Files.list(beside)) {
            List<Path> left = entries.toList();
            for (Path entry : left) {
                Files.delete(entry);
            }
            Files.delete(beside);
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be removed (%s).".formatted(beside, e.getMessage()), e);
        }
    }
}
