package org.balancehead.model.dataset;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A matrix as NumPy's npy file, version 1.0: little-endian single precision, row after row.
 *
 * @param rows 0 … {@link #MOST_NUMBERS}
 * @param columns 0 … {@link #MOST_NUMBERS}
 * @param values {@code [rows, columns]}; the array is not copied
 */
record NpyFile(int rows, int columns, float[] values) {
    /** Larger matrices are refused by their header, before anything is allocated: 1 GiB. */
    static final int MOST_NUMBERS = 1 << 28;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d{1,9}), (\\d{1,9})\\), \\} *\n");
    private static final int MOST_HEADER_BYTES = 1024;
    private static final int ALIGNMENT = 64;
    private static final int BLOCK_BYTES = 1 << 16;

    NpyFile {
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException("%d×%d numbers are not %d.".formatted(rows, columns, values.length));
        }
    }

    /**
     * Reads a file.
     *
     * @param where what to call the file in a refusal
     * @throws UnusableDatasetException when it is no such file, cut short, too long or above {@link #MOST_NUMBERS}
     */
    static NpyFile read(InputStream file, String where) throws IOException {
        DataInputStream in = new DataInputStream(file);
        try {
            Matcher header = header(in, where);
            int rows = Integer.parseInt(header.group(1));
            int columns = Integer.parseInt(header.group(2));
            if ((long) rows * columns > MOST_NUMBERS) {
                throw new UnusableDatasetException("%s says it holds %d×%d numbers; the limit is %d in all."
                        .formatted(where, rows, columns, MOST_NUMBERS));
            }
            NpyFile npy = new NpyFile(rows, columns, numbers(in, rows * columns));
            if (in.read() >= 0) {
                throw new UnusableDatasetException(
                        "%s goes on after its %d×%d numbers: write it anew.".formatted(where, rows, columns));
            }
            return npy;
        } catch (EOFException e) {
            throw new UnusableDatasetException("%s is cut short: write it anew.".formatted(where), e);
        }
    }

    /** Writes the file; whoever calls sees to it that nobody reads half of it. */
    void write(Path file) throws IOException {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
        int before = MAGIC.length + Short.BYTES;
        int padded = (before + dictionary.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
        String header = dictionary + " ".repeat(padded - dictionary.length() - 1) + "\n";
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(MAGIC);
            out.write(padded);
            out.write(padded >> 8);
            out.write(header.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer number = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                out.write(number.putFloat(0, value).array());
            }
        }
    }

    private static Matcher header(DataInputStream in, String where) throws IOException {
        ByteBuffer start =
                ByteBuffer.wrap(bytes(in, MAGIC.length + Short.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        boolean magic = start.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
        int length = Short.toUnsignedInt(start.getShort(MAGIC.length));
        if (magic && length <= MOST_HEADER_BYTES) {
            Matcher header = HEADER.matcher(new String(bytes(in, length), StandardCharsets.US_ASCII));
            if (header.matches()) {
                return header;
            }
        }
        throw new UnusableDatasetException(
                "%s is not an npy file, version 1.0, of a matrix of float32 in C order: write it with numpy.save."
                        .formatted(where));
    }

    private static byte[] bytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static float[] numbers(DataInputStream in, int count) throws IOException {
        float[] numbers = new float[count];
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int next = Math.min(count - done, BLOCK_BYTES / Float.BYTES);
            in.readFully(block.array(), 0, next * Float.BYTES);
            block.asFloatBuffer().get(numbers, done, next);
            done += next;
        }
        return numbers;
    }
}
