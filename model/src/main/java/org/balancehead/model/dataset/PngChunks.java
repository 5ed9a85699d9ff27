package org.balancehead.model.dataset;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Whether a PNG file is whole: decoders give pixels of damaged ones, too. */
final class PngChunks {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int AROUND_CONTENT = 12; // length, type, checksum
    private static final int END = 0x49454e44; // IEND

    private PngChunks() {}

    static boolean signed(byte[] file) {
        return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == SIGNATURE;
    }

    /** Whether each chunk of a file that is signed has the checksum that it says, down to the end chunk. */
    static boolean whole(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int at = Long.BYTES;
        while (file.length - at >= AROUND_CONTENT) {
            int length = bytes.getInt(at);
            if (length < 0 || length > file.length - at - AROUND_CONTENT) {
                return false;
            }
            CRC32 sum = new CRC32();
            sum.update(file, at + Integer.BYTES, Integer.BYTES + length);
            if ((int) sum.getValue() != bytes.getInt(at + 2 * Integer.BYTES + length)) {
                return false;
            }
            if (bytes.getInt(at + Integer.BYTES) == END) {
                return true;
            }
            at += AROUND_CONTENT + length;
        }
        return false;
    }
}
