package org.balancehead.server.deployment;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A new file that is on the disk when it is closed. */
final class DurableOutput extends FilterOutputStream {
    private final FileOutputStream file;

    private DurableOutput(FileOutputStream file) {
        super(file);
        this.file = file;
    }

    static OutputStream create(Path path) throws IOException {
        return new DurableOutput(new FileOutputStream(path.toFile()));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        file.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        try (FileOutputStream closed = file) {
            closed.getFD().sync();
        }
    }
}
