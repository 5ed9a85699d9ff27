package org.balancehead.model.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

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

    private Safetensors() {}

    /**
     * Reads all tensors of a file, in the order of their bytes.
     *
     * @throws CheckpointException when the file is not whole and well formed
     */
    public static Map<String, StoredTensor> read(Path path) {
        String file = Excerpt.of(String.valueOf(path.getFileName()));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] header = readHeader(file, channel);
            long dataBegin = SIZE_BYTES + (long) header.length;
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            ByteBuffer chunk = littleEndian(CHUNK_BYTES);
            for (SafetensorsHeader.Entry entry : SafetensorsHeader.parse(file, header, channel.size() - dataBegin)) {
                float[] values = readValues(channel, dataBegin + entry.begin(), entry, chunk);
                tensors.put(entry.name(), new StoredTensor(entry.precision(), entry.shape(), values));
            }
            return tensors;
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(path, e.getMessage()), e);
        }
    }

    /**
     * Reads all tensors of a file, and refuses numbers that are infinite or not numbers.
     *
     * @throws CheckpointException when the file is not whole and well formed, or a number is not finite
     */
    public static Map<String, StoredTensor> readFinite(Path path) {
        Map<String, StoredTensor> tensors = read(path);
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
        tensors.forEach((name, tensor) -> checkThatItFits(path, name, tensor));
        byte[] header = SafetensorsHeader.format(tensors);
        DurableFiles.replace(path, channel -> {
            ByteBuffer start = littleEndian(SIZE_BYTES).putLong(0, header.length);
            writeFully(channel, start);
            writeFully(channel, ByteBuffer.wrap(header));
            for (StoredTensor tensor : tensors.values()) {
                writeValues(channel, tensor);
            }
        });
    }

    private static byte[] readHeader(String file, FileChannel channel) throws IOException {
        if (channel.size() > MAX_FILE_BYTES) {
            throw new CheckpointException("%s has %d bytes, but at most %d (4 GiB) are read."
                    .formatted(file, channel.size(), MAX_FILE_BYTES));
        }
        if (channel.size() < SIZE_BYTES) {
            throw new CheckpointException(file + " is no safetensors file: it is too short to have a header.");
        }
        ByteBuffer size = littleEndian(SIZE_BYTES);
        readFully(channel, size, 0);
        long headerBytes = size.getLong(0);
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > channel.size() - SIZE_BYTES) {
            throw new CheckpointException("%s is no safetensors file, or is cut short: it claims a header of %s bytes."
                    .formatted(file, Long.toUnsignedString(headerBytes)));
        }
        ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
        readFully(channel, header, SIZE_BYTES);
        return header.array();
    }

    private static float[] readValues(
            FileChannel channel, long position, SafetensorsHeader.Entry entry, ByteBuffer chunk) throws IOException {
        float[] values = new float[entry.size()];
        int perChunk = CHUNK_BYTES / entry.precision().bytes();
        for (int from = 0; from < values.length; from += perChunk) {
            int count = Math.min(perChunk, values.length - from);
            chunk.clear().limit(count * entry.precision().bytes());
            readFully(channel, chunk, position + (long) from * entry.precision().bytes());
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

    private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("it ends at byte " + at);
            }
            at += count;
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
