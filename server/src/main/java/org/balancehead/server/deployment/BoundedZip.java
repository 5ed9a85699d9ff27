package org.balancehead.server.deployment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.balancehead.model.checkpoint.CheckpointException;

/** A zip as it is sent, of which no more than so much is read; closing it leaves what it is read from open. */
final class BoundedZip extends FilterInputStream {
    @FunctionalInterface
    private interface Reading {
        int read() throws IOException;
    }

    private final long maxBytes;
    private long bytes;

    BoundedZip(InputStream sent, long maxBytes) {
        super(sent);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int read = sent(super::read);
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int read = sent(() -> super.read(to, from, length));
        count(Math.max(read, 0));
        return read;
    }

    /** An upload that breaks off is a zip that is not whole, whatever broke it. */
    private static int sent(Reading reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException gone) {
            ZipException cut = new ZipException("it broke off: " + gone.getMessage());
            cut.initCause(gone);
            throw cut;
        }
    }

    private void count(int read) {
        bytes += read;
        if (bytes > maxBytes) {
            throw new CheckpointException(
                    "The zip has more than %d MiB (balancehead.admin.max-upload-mebibytes): put the checkpoint into the checkpoints' folder yourself."
                            .formatted(maxBytes >> 20));
        }
    }

    @Override
    public void close() {}
}
