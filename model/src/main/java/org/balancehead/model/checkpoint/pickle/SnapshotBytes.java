package org.balancehead.model.checkpoint.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Excerpt;

/** The unpacked bytes of a snapshot, read where they lie in a file. */
final class SnapshotBytes implements AutoCloseable {
    private final String name;
    private final FileChannel channel;
    private final long size;

    private SnapshotBytes(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Opens a file; one that is packed with gzip is unpacked into a temporary file, which vanishes with the closing.
     *
     * @param maxBytes unpacking stops where more would come out
     */
    static SnapshotBytes open(Path file, long maxBytes) {
        String name = Excerpt.of(String.valueOf(file.getFileName()));
        try {
            return new SnapshotBytes(
                    name,
                    GzipFile.isOne(file)
                            ? GzipFile.unpack(name, file, maxBytes)
                            : FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw new CheckpointException("%s does not exist.".formatted(name), e);
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
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : Excerpt.of(e.getMessage());
        return new CheckpointException("%s cannot be read (%s).".formatted(name, why), e);
    }
}
