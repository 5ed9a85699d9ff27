package org.balancehead.model.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Puts files in place whole: written beside, forced to disk, renamed. */
final class DurableFiles {
    private DurableFiles() {}

    /** Writes a file's content. */
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file, or replaces it in one step; a failure leaves what was there, and nothing beside it.
     *
     * @param attributes of the file, such as who may read it
     */
    static void replace(Path path, Content content, FileAttribute<?>... attributes) {
        Path beside = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            Files.deleteIfExists(beside);
            try (FileChannel channel = FileChannel.open(
                    beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                content.writeTo(channel);
                channel.force(true);
                rename(beside, path);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be written (%s).".formatted(path, e.getMessage()), e);
        }
    }

    /** Renames in one step and makes it last. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path folder = to.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
