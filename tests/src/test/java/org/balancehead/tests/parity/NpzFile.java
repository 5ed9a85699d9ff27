package org.balancehead.tests.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The arrays of an npz file, as single-precision numbers. */
final class NpzFile {
    private static final Pattern HEADER =
            Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");
    private static final int MAGIC_BYTES = 10;

    private final Map<String, FloatArray> arrays = new HashMap<>();

    /** Numbers with their shape; the last extent is the fastest. */
    record FloatArray(long[] shape, float[] values) {}

    /** Reads a resource of the class path. */
    static NpzFile resource(String name) {
        NpzFile file = new NpzFile();
        try (InputStream in = NpzFile.class.getResourceAsStream(name);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String key = entry.getName().replaceFirst("\\.npy$", "");
                file.arrays.put(key, parse(key, zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return file;
    }

    FloatArray get(String key) {
        FloatArray array = arrays.get(key);
        if (array == null) {
            throw new IllegalArgumentException("The fixture has no '" + key + "'.");
        }
        return array;
    }

    private static FloatArray parse(String key, byte[] npy) {
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = bytes.getShort(MAGIC_BYTES - 2);
        Matcher header = HEADER.matcher(new String(npy, MAGIC_BYTES, headerBytes, StandardCharsets.US_ASCII));
        if (!header.find()) {
            throw new IllegalArgumentException("The fixture's '" + key + "' is no plain array.");
        }
        long[] shape = Stream.of(header.group(2).split(","))
                .map(String::strip)
                .filter(extent -> !extent.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        bytes.position(MAGIC_BYTES + headerBytes);
        float[] values = new float[Math.toIntExact(product(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (header.group(1)) {
                case "<f4" -> bytes.getFloat();
                case "<f8" -> (float) bytes.getDouble();
                case "<i8" -> bytes.getLong();
                default -> throw new IllegalArgumentException("The fixture's '" + key + "' is no array of numbers.");
            };
        }
        return new FloatArray(shape, values);
    }

    private static long product(long[] shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        return size;
    }
}
