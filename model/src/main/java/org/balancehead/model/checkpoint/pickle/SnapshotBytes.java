package org.balancehead.model.checkpoint.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Excerpt;

/** The unpacked bytes of a snapshot, read where they lie in a file. */
final class SnapshotBytes implements AutoCloseable {
    private final String name;
    private final FileChannel channel;
    private final long size;

    private SnapshotBytes(String name, FileChannel channel, long size) {
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file; one that is packed with gzip is unpacked into a temporary file, which vanishes with the closing.
     */
    static SnapshotBytes open(Path file, long maxBytes) {
        String name = Excerpt.of(String.valueOf(file.getFileName()));
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                if (GzipFile.isOne(channel)) {
                    try (channel) {
                        FileChannel unpacked = GzipFile.unpack(name, channel, maxBytes);
                        return new SnapshotBytes(name, unpacked, unpacked.size());
                    }
                }
                if (channel.size() > maxBytes) {
                    throw new CheckpointException("%s has %d bytes, but snapshots of at most %d are read."
                            .formatted(name, channel.size(), maxBytes));
                }
                return new SnapshotBytes(name, channel, channel.size());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    long size() {
        return size;
    }

    /** Fills the rest of a buffer from a position of the file on. */
    void read(long position, ByteBuffer into) {
        long at = position;
        try {
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw new EOFException("it ends at byte " + at);
                }
                at += count;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Some little-endian bytes of the file. */
    ByteBuffer read(long position, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        read(position, bytes);
        return bytes.flip();
    }

    /** Says what is wrong with the file. */
    CheckpointException refusal(String what) {
        return new CheckpointException("%s %s.".formatted(name, what));
    }

    /** Says what is wrong at a place of the file. */
    CheckpointException refusal(long position, String what) {
        return new CheckpointException("%s, byte %d: %s.".formatted(name, position, what));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static CheckpointException unreadable(String name, IOException e) {
        String why = Excerpt.of(String.valueOf(e.getMessage()));
        return new CheckpointException(
                "%s cannot be read (%s: %s).".formatted(name, e.getClass().getSimpleName(), why), e);
    }
}
