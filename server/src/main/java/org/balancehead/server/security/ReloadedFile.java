package org.balancehead.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.balancehead.server.config.InvalidConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files hold, read again when they change. They are looked at when the value is asked for, and no more often than
 * the period; a change that cannot be read is said once in the log, and the value before stays. Safe for any thread;
 * one reads, the others go on with the value before.
 */
final class ReloadedFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadedFile.class);

    private final List<Path> files;
    private final long periodNanos;
    private final Supplier<T> reader;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile T value;
    private List<Optional<Stamp>> seen;
    private long lookedNanos;

    /**
     * Reads for the first time.
     *
     * @param files those whose change counts
     * @param reader of the value
     * @throws InvalidConfigException the reader's, in one sentence
     */
    ReloadedFile(List<Path> files, Duration period, Supplier<T> reader) {
        this.files = List.copyOf(files);
        this.periodNanos = period.toNanos();
        this.reader = reader;
        this.seen = stamps(this.files);
        this.value = reader.get();
        this.lookedNanos = System.nanoTime();
    }

    T value() {
        if (looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
        return value;
    }

    private void look() {
        long now = System.nanoTime();
        if (now - lookedNanos < periodNanos) {
            return;
        }
        lookedNanos = now;
        List<Optional<Stamp>> found = stamps(files);
        if (found.equals(seen)) {
            return;
        }
        seen = found; // before the reading, so that a file that is still being written is read again
        try {
            value = reader.get();
            LOG.info("{} changed: read again", files.get(0));
        } catch (InvalidConfigException trouble) {
            LOG.warn("{} What was read before stays in use.", trouble.getMessage());
        }
    }

    private static List<Optional<Stamp>> stamps(List<Path> files) {
        return files.stream().map(Stamp::of).toList();
    }

    /** By what a change is noticed; the key tells a file from another that was moved to its place. */
    private record Stamp(long modifiedNanos, long bytes, String key) {
        static Optional<Stamp> of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(
                        now.lastModifiedTime().to(TimeUnit.NANOSECONDS), now.size(), String.valueOf(now.fileKey())));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }
}
