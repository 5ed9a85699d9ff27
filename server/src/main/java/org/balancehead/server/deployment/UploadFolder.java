package org.balancehead.server.deployment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hidden folder of a repository that one upload is written to, and the file beside it that is locked as long as that
 * lasts: a process that is killed leaves both, but not the lock.
 */
final class UploadFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
    private static final String PREFIX = ".upload.";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel lock;

    private UploadFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** A new, empty one; the repository is made where there is none. */
    static UploadFolder in(Path repository) throws IOException {
        Files.createDirectories(repository);
        Path folder = repository.resolve(PREFIX + UUID.randomUUID());
        UploadFolder made = new UploadFolder(
                folder, FileChannel.open(lockOf(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        boolean whole = false;
        try {
            made.lock.lock();
            Files.createDirectory(folder);
            whole = true;
        } finally {
            if (!whole) {
                made.close();
            }
        }
        return made;
    }

    /** Removes what uploads left in a repository whose process ended before they did. */
    static void sweep(Path repository) {
        if (!Files.isDirectory(repository)) {
            return;
        }
        try (Stream<Path> entries = Files.list(repository)) {
            entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name)
                    .distinct()
                    .forEach(name -> removeIfLeft(repository.resolve(name)));
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be searched for unfinished uploads ({}).", repository, DiskTrouble.why(unreadable));
        }
    }

    private static void removeIfLeft(Path folder) {
        try (FileChannel channel =
                        FileChannel.open(lockOf(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                remove(folder);
                LOG.info("{} was left by an upload that did not end, and is removed.", folder);
            }
        } catch (OverlappingFileLockException inUse) {
            // A server of this process is just taking it in.
        } catch (IOException trouble) {
            LOG.warn("{}, left by an upload, cannot be removed ({}).", folder, DiskTrouble.why(trouble));
        }
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try (lock) {
            remove(folder);
        } catch (IOException trouble) {
            LOG.warn(
                    "{} cannot be removed ({}): the next start of a server tries again.",
                    folder,
                    DiskTrouble.why(trouble));
        }
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    /** With what is in it, and its lock, if they are there. */
    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                List<Path> left = entries.toList();
                for (Path entry : left) {
                    Files.delete(entry);
                }
            }
            Files.delete(folder);
        }
        Files.deleteIfExists(lockOf(folder));
    }
}
