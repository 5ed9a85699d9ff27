package org.balancehead.model.parity;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The arrays of an npz file, as single-precision numbers; at most 1 GiB of them. */
public final class NpzFile {
    private static final Pattern HEADER =
            Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");
    private static final int MAGIC_BYTES = 10;
    private static final int MOST_BYTES = 1 << 30;

    private final String name;
    private final Map<String, FloatArray> arrays = new LinkedHashMap<>();

    /**
     * Numbers with their shape; the last extent is the fastest.
     *
     * @param shape empty for a single number
     */
    public record FloatArray(long[] shape, float[] values) {
        /** One of the parts along the first axis. */
        public FloatArray row(int row) {
            int size = values.length / Math.toIntExact(shape[0]);
            long[] rest = shape.clone();
            rest[0] = 1;
            return new FloatArray(rest, Arrays.copyOfRange(values, row * size, (row + 1) * size));
        }
    }

    private NpzFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @throws UnusableFixtureException when there is none, or it is no zip of plain numeric arrays
     */
    public static NpzFile read(Path file) {
        NpzFile npz = new NpzFile(file.toString());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                ZipInputStream zip = new ZipInputStream(in)) {
            int left = MOST_BYTES;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] npy = zip.readNBytes(left);
                left -= npy.length;
                String key = entry.getName().replaceFirst("\\.npy$", "");
                npz.arrays.put(key, npz.parse(key, npy));
            }
        } catch (IOException e) {
            throw new UnusableFixtureException("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
        }
        return npz;
    }

    /** Its arrays' names, in the file's order. */
    public Set<String> keys() {
        return arrays.keySet();
    }

    public boolean has(String key) {
        return arrays.containsKey(key);
    }

    /**
     * The array of a key.
     *
     * @throws UnusableFixtureException when there is none
     */
    public FloatArray get(String key) {
        FloatArray array = arrays.get(key);
        if (array == null) {
            throw new UnusableFixtureException("%s has no array '%s'.".formatted(name, key));
        }
        return array;
    }

    private FloatArray parse(String key, byte[] npy) {
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        if (npy.length < MAGIC_BYTES) {
            throw refusal(key);
        }
        int headerBytes = Math.min(Short.toUnsignedInt(bytes.getShort(MAGIC_BYTES - 2)), npy.length - MAGIC_BYTES);
        Matcher header = HEADER.matcher(new String(npy, MAGIC_BYTES, headerBytes, StandardCharsets.US_ASCII));
        if (!header.find()) {
            throw refusal(key);
        }
        long[] shape = Stream.of(header.group(2).split(",", -1))
                .map(String::strip)
                .filter(extent -> !extent.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        bytes.position(MAGIC_BYTES + headerBytes);
        int width = header.group(1).equals("<f4") ? Float.BYTES : Double.BYTES;
        float[] values = new float[bytes.remaining() / width];
        if (values.length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
            throw refusal(key);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (header.group(1)) {
                case "<f4" -> bytes.getFloat();
                case "<f8" -> (float) bytes.getDouble();
                case "<i8" -> bytes.getLong();
                default -> throw refusal(key);
            };
        }
        return new FloatArray(shape, values);
    }

    private UnusableFixtureException refusal(String key) {
        return new UnusableFixtureException("%s: '%s' is no whole array of numbers.".formatted(name, key));
    }
}
