package org.balancehead.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A dataset in a zip, of which nothing is unpacked to disk. */
record ZipFiles(Path file, ZipFile zip) implements DatasetFiles {
    static ZipFiles open(Path file) throws IOException {
        try {
            return new ZipFiles(file, new ZipFile(file.toFile()));
        } catch (ZipException e) {
            throw new UnusableDatasetException(
                    "%s is neither a folder nor a whole zip (%s): copy it again.".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public boolean has(String name) {
        ZipEntry entry = zip.getEntry(name);
        return entry != null && !entry.isDirectory();
    }

    @Override
    public InputStream open(String name) throws IOException {
        return zip.getInputStream(zip.getEntry(name));
    }

    @Override
    public void below(String folder, Consumer<String> names) {
        zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(folder))
                .forEach(names);
    }

    @Override
    public String where(String name) {
        return name + " in " + file;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
