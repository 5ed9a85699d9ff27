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
            Pattern.compile("'descr': '([^']+)', 'fortran_order': (False|True), 'shape': \\(([^)]*)\\)");
    private static final int MAGIC_BYTES = 10;
    private static final int MOST_BYTES = 1 << 30;

    private final String name;
    private final Map<String, byte[]> arrays = new LinkedHashMap<>(); // npy files, decoded when they are asked for

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
     * @throws UnusableFixtureException when there is none, or it is no zip
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
                npz.arrays.put(key, npy);
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
     * @throws UnusableFixtureException when there is none, or it holds no plain numbers
     */
    public FloatArray get(String key) {
        byte[] npy = arrays.get(key);
        if (npy == null) {
            throw new UnusableFixtureException("%s has no array '%s'.".formatted(name, key));
        }
        return parse(key, npy);
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
        long[] shape = Stream.of(header.group(3).split(",", -1))
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
        return new FloatArray(shape, header.group(2).equals("True") ? lastFastest(shape, values) : values);
    }

    /** Brings numbers whose first extent is the fastest into the order in which the last one is. */
    private static float[] lastFastest(long[] shape, float[] values) {
        float[] ordered = new float[values.length];
        for (int to = 0; to < values.length; to++) {
            int from = 0;
            int stride = values.length;
            int rest = to;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                int extent = Math.toIntExact(shape[axis]);
                stride /= extent;
                from += rest % extent * stride;
                rest /= extent;
            }
            ordered[to] = values[from];
        }
        return ordered;
    }

    private UnusableFixtureException refusal(String key) {
        return new UnusableFixtureException("%s: '%s' is no whole array of numbers.".formatted(name, key));
    }
}
