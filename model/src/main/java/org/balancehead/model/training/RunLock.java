package org.balancehead.model.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps a second process out of a run's folder; the operating system lets go of it when the process is gone. */
public final class RunLock implements AutoCloseable {
    private static final String NAME = "run.lock";

    private final FileChannel file;

    private RunLock(FileChannel file) {
        this.file = file;
    }

    /** Takes the folder's lock; empty when somebody has it. */
    public static Optional<RunLock> take(Path folder) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locked(file)) {
            return Optional.of(new RunLock(file));
        }
        file.close();
        return Optional.empty();
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null && lock.isValid();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
