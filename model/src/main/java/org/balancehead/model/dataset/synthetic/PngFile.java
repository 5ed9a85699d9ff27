package org.balancehead.model.dataset.synthetic;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes small PNG files fast: one filter, quick compression, no metadata. */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int UP_FILTER = 2;
    private static final int LEVEL = 4;

    private PngFile() {}

    /** sRGB, 8 bits a channel, interleaved. */
    static void writeRgb(Path file, int width, int height, byte[] rgb) throws IOException {
        write(file, width, height, RGB, 8, rgb);
    }

    static void writeGrey(Path file, int width, int height, byte[] grey) throws IOException {
        write(file, width, height, GREY, 8, grey);
    }

    static void writeGrey16(Path file, int width, int height, short[] grey) throws IOException {
        byte[] bytes = new byte[grey.length * 2];
        for (int i = 0; i < grey.length; i++) {
            bytes[i * 2] = (byte) (grey[i] >> 8);
            bytes[i * 2 + 1] = (byte) grey[i];
        }
        write(file, width, height, GREY, 16, bytes);
    }

    private static void write(Path file, int width, int height, int colourType, int bits, byte[] pixels)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(pixels.length / 2);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream(13);
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {(byte) bits, (byte) colourType, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray(), header.size());
        byte[] rows = filtered(pixels, height);
        byte[] packed = new byte[rows.length + rows.length / 1000 + 64];
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setInput(rows);
            deflater.finish();
            chunk(out, "IDAT", packed, deflater.deflate(packed));
        } finally {
            deflater.end();
        }
        chunk(out, "IEND", new byte[0], 0);
        Files.write(file, bytes.toByteArray());
    }

    private static byte[] filtered(byte[] pixels, int height) {
        int stride = pixels.length / height;
        byte[] rows = new byte[pixels.length + height];
        for (int y = 0; y < height; y++) {
            int at = y * (stride + 1);
            rows[at] = UP_FILTER;
            for (int i = 0; i < stride; i++) {
                int above = y == 0 ? 0 : pixels[(y - 1) * stride + i];
                rows[at + 1 + i] = (byte) (pixels[y * stride + i] - above);
            }
        }
        return rows;
    }

    private static void chunk(DataOutputStream out, String type, byte[] content, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content, 0, length);
        out.writeInt(length);
        out.write(name);
        out.write(content, 0, length);
        out.writeInt((int) crc.getValue());
    }
}
