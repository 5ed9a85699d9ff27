package org.balancehead.model.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads and writes safetensors files: an 8-byte little-endian header size, a JSON header, and the tensors' bytes.
 *
 * <p>Files are at most 4 GiB, headers at most 4 MiB.
 */
public final class Safetensors {
    static final long MAX_FILE_BYTES = 4L << 30;
    private static final int MAX_HEADER_BYTES = 4 << 20;
    private static final int SIZE_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ALONE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private Safetensors() {}

    /**
     * Reads all tensors of a file, in the order of their bytes.
     *
     * @throws CheckpointException when the file is not whole and well formed
     */
    public static Map<String, StoredTensor> read(Path path) {
        return read(path, name -> true);
    }

    /**
     * Reads the tensors whose name is wanted, in the order of their bytes; the others may be of any type.
     *
     * @throws CheckpointException when the file is not whole and well formed
     */
    public static Map<String, StoredTensor> read(Path path, Predicate<String> wanted) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(Excerpt.of(String.valueOf(path.getFileName())), channel, channel.size(), wanted);
        } catch (NoSuchFileException e) {
            throw new CheckpointException("%s is missing.".formatted(path), e);
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(path, e.getMessage()), e);
        }
    }

    /**
     * Reads all tensors of a file that is in memory.
     *
     * @param file what refusals call it
     * @throws CheckpointException when the file is not whole and well formed
     */
    public static Map<String, StoredTensor> read(String file, byte[] bytes) {
        try (ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes))) {
            return read(file, channel, bytes.length, name -> true);
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Reads all tensors of a file, and refuses numbers that are infinite or not numbers.
     *
     * @throws CheckpointException when the file is not whole and well formed, or a number is not finite
     */
    public static Map<String, StoredTensor> readFinite(Path path) {
        return readFinite(path, name -> true);
    }

    /**
     * Reads the tensors whose name is wanted, and refuses numbers that are infinite or not numbers in them.
     *
     * @throws CheckpointException when the file is not whole and well formed, or a number is not finite
     */
    public static Map<String, StoredTensor> readFinite(Path path, Predicate<String> wanted) {
        Map<String, StoredTensor> tensors = read(path, wanted);
        tensors.forEach((name, tensor) -> {
            float[] values = tensor.values();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new CheckpointException("%s: tensor '%s' holds %s at position %d: its weights are unusable."
                            .formatted(path.getFileName(), Excerpt.of(name), values[i], i));
                }
            }
        });
        return tensors;
    }

    /**
     * Writes tensors in the map's order, each in its precision; the file appears whole or not at all.
     *
     * @throws CheckpointException when it cannot be written, or a number does not fit its precision
     */
    public static void write(Path path, Map<String, StoredTensor> tensors) {
        write(path, tensors, Map.of());
    }

    /**
     * As {@link #write}, a file that its owner alone may read and write.
     *
     * @param metadata what the file says beside its tensors, for {@link #metadata}
     */
    public static void writePrivate(Path path, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
        write(path, tensors, metadata, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    }

    /**
     * What a file says beside its tensors.
     *
     * @throws CheckpointException when the file has no well-formed header
     */
    public static Map<String, String> metadata(Path path) {
        String file = Excerpt.of(String.valueOf(path.getFileName()));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return SafetensorsHeader.metadata(file, readHeader(file, channel, channel.size()));
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(path, e.getMessage()), e);
        }
    }

    private static void write(
            Path path,
            Map<String, StoredTensor> tensors,
            Map<String, String> metadata,
            FileAttribute<?>... attributes) {
        tensors.forEach((name, tensor) -> checkThatItFits(path, name, tensor));
        byte[] header = SafetensorsHeader.format(tensors, metadata);
        DurableFiles.Content content = channel -> {
            ByteBuffer start = littleEndian(SIZE_BYTES).putLong(0, header.length);
            writeFully(channel, start);
            writeFully(channel, ByteBuffer.wrap(header));
            for (StoredTensor tensor : tensors.values()) {
                writeValues(channel, tensor);
            }
        };
        DurableFiles.replace(path, content, attributes);
    }

    private static Map<String, StoredTensor> read(
            String file, ReadableByteChannel channel, long fileBytes, Predicate<String> wanted) throws IOException {
        byte[] header = readHeader(file, channel, fileBytes);
        long dataBytes = fileBytes - SIZE_BYTES - header.length;
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        ByteBuffer chunk = littleEndian(CHUNK_BYTES);
        long at = 0;
        for (SafetensorsHeader.Entry entry : SafetensorsHeader.parse(file, header, dataBytes, wanted)) {
            SafetensorsHeader.Span span = entry.span();
            pass(channel, span.begin() - at, chunk);
            tensors.put(
                    span.name(), new StoredTensor(entry.precision(), entry.shape(), readValues(channel, entry, chunk)));
            at = span.end();
        }
        return tensors;
    }

    private static byte[] readHeader(String file, ReadableByteChannel channel, long fileBytes) throws IOException {
        if (fileBytes > MAX_FILE_BYTES) {
            throw new CheckpointException(
                    "%s has %d bytes, but at most %d (4 GiB) are read.".formatted(file, fileBytes, MAX_FILE_BYTES));
        }
        if (fileBytes < SIZE_BYTES) {
            throw new CheckpointException(file + " is no safetensors file: it is too short to have a header.");
        }
        ByteBuffer size = littleEndian(SIZE_BYTES);
        readFully(channel, size);
        long headerBytes = size.getLong(0);
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > fileBytes - SIZE_BYTES) {
            throw new CheckpointException("%s is no safetensors file, or is cut short: it claims a header of %s bytes."
                    .formatted(file, Long.toUnsignedString(headerBytes)));
        }
        ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
        readFully(channel, header);
        return header.array();
    }

    /** Reads so many bytes for nothing. */
    private static void pass(ReadableByteChannel channel, long bytes, ByteBuffer chunk) throws IOException {
        for (long left = bytes; left > 0; left -= chunk.limit()) {
            readFully(channel, chunk.clear().limit((int) Math.min(left, CHUNK_BYTES)));
        }
    }

    private static float[] readValues(ReadableByteChannel channel, SafetensorsHeader.Entry entry, ByteBuffer chunk)
            throws IOException {
        float[] values = new float[entry.size()];
        int perChunk = CHUNK_BYTES / entry.precision().bytes();
        for (int from = 0; from < values.length; from += perChunk) {
            int count = Math.min(perChunk, values.length - from);
            readFully(channel, chunk.clear().limit(count * entry.precision().bytes()));
            entry.precision().decode(chunk.flip(), values, from, count);
        }
        return values;
    }

    private static void writeValues(FileChannel channel, StoredTensor tensor) throws IOException {
        ByteBuffer chunk = littleEndian(CHUNK_BYTES);
        int perChunk = CHUNK_BYTES / tensor.precision().bytes();
        int size = tensor.values().length;
        for (int from = 0; from < size; from += perChunk) {
            int count = Math.min(perChunk, size - from);
            tensor.precision().encode(tensor.values(), from, count, chunk.clear());
            writeFully(channel, chunk.limit(count * tensor.precision().bytes()));
        }
    }

    private static void checkThatItFits(Path path, String name, StoredTensor tensor) {
        for (float value : tensor.values()) {
            if (!tensor.precision().holds(value)) {
                throw new CheckpointException("%s: tensor '%s' holds %s, which is too large for %s."
                        .formatted(path.getFileName(), name, value, tensor.precision()));
            }
        }
    }

    private static void readFully(ReadableByteChannel channel, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new EOFException("it ends too soon");
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
