package org.balancehead.model.checkpoint.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.balancehead.model.checkpoint.CheckpointException;

/** A file that is packed with gzip. */
final class GzipFile {
    private static final int CHUNK_BYTES = 1 << 16;

    private GzipFile() {}

    /** Whether the file begins with gzip's magic bytes. */
    static boolean isOne(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(2);
            return magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        }
    }

    /**
     * Unpacks a file into a temporary one that vanishes when its channel is closed.
     *
     * @param name the file, for refusals
     * @param maxBytes unpacking stops where more would come out
     */
    static FileChannel unpack(String name, Path packed, long maxBytes) throws IOException {
        Path temporary = Files.createTempFile("balancehead", ".pkl");
        FileChannel unpacked = FileChannel.open(
                temporary, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try (InputStream raw = Files.newInputStream(packed);
                InputStream in = new GZIPInputStream(raw, CHUNK_BYTES)) {
            OutputStream out = Channels.newOutputStream(unpacked);
            byte[] chunk = new byte[CHUNK_BYTES];
            long size = 0;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                size += count;
                if (size > maxBytes) {
                    throw new CheckpointException("%s unpacks to more than %d bytes, the most that a snapshot may have."
                            .formatted(name, maxBytes));
                }
                out.write(chunk, 0, count);
            }
            return unpacked;
        } catch (ZipException | EOFException e) {
            unpacked.close();
            throw new CheckpointException(
                    "%s is packed with gzip, but damaged or cut short: fetch it again.".formatted(name), e);
        } catch (IOException | RuntimeException e) {
            unpacked.close();
            throw e;
        }
    }
}
