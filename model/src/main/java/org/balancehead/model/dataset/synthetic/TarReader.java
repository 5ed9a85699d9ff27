package org.balancehead.model.dataset.synthetic;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/** Reads the regular files of a tar stream one after another. */
final class TarReader implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 12;
    private static final int TYPE_AT = 156;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;

    private final InputStream in;
    private String name = "";
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Moves to the next regular file; false at the end. */
    boolean next() throws IOException {
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new EOFException("the archive has no end");
            }
            if (header[0] == 0) {
                return false;
            }
            left = octal(header);
            padding = (BLOCK - left % BLOCK) % BLOCK;
            String prefix = text(header, PREFIX_AT, PREFIX);
            name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, NAME);
            if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
                return true;
            }
        }
    }

    String name() {
        return name;
    }

    /** What is left of the current file. */
    InputStream content() {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = in.read(bytes, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("the archive ends within " + name);
                }
                left -= count;
                return count;
            }

            @Override
            public void close() {
                // the archive stays open for the next file
            }
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static long octal(byte[] header) throws IOException {
        String digits = text(header, SIZE_AT, SIZE_DIGITS).strip();
        if (!digits.matches("[0-7]*")) {
            throw new ZipException("not a tar header");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }
}
