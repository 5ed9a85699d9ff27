package org.balancehead.server.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A checkpoint's files as one temporary zip, to be uploaded; closing removes it. */
public final class CheckpointZip implements AutoCloseable {
    private final Path file;

    private CheckpointZip(Path file) {
        this.file = file;
    }

    /** Zips the files of a folder. */
    public static CheckpointZip of(Path checkpoint) throws IOException {
        CheckpointZip zip = new CheckpointZip(Files.createTempFile("checkpoint", ".zip"));
        boolean whole = false;
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip.file));
                Stream<Path> entries = Files.list(checkpoint)) {
            out.setLevel(Deflater.BEST_SPEED); // weights hardly get smaller
            List<Path> files = entries.filter(Files::isRegularFile).sorted().toList();
            for (Path each : files) {
                out.putNextEntry(new ZipEntry(String.valueOf(each.getFileName())));
                Files.copy(each, out);
            }
            whole = true;
        } finally {
            if (!whole) {
                zip.close();
            }
        }
        return zip;
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
