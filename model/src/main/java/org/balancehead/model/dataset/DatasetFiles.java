package org.balancehead.model.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of a dataset, in a folder or in a zip, by their names in it with forward slashes; any thread. */
sealed interface DatasetFiles extends Closeable permits FolderFiles, ZipFiles {
    /** Longer files are refused when they are read as a whole. */
    int MOST_BYTES = 64 << 20;

    /**
     * Opens a dataset's files; they are not looked at.
     *
     * @throws UnusableDatasetException when it is neither a folder nor a zip
     */
    static DatasetFiles open(Path dataset) throws IOException {
        if (Files.isDirectory(dataset)) {
            return new FolderFiles(dataset);
        }
        if (Files.isRegularFile(dataset)) {
            return ZipFiles.open(dataset);
        }
        throw new UnusableDatasetException(
                "%s does not exist: give the folder or the zip of a dataset.".formatted(dataset));
    }

    boolean has(String name);

    /** The content of a file that is there. */
    InputStream open(String name) throws IOException;

    /** Names all files below a folder, {@code ""} for all. */
    void below(String folder, Consumer<String> names) throws IOException;

    /** How to name a file to the user. */
    String where(String name);

    /**
     * A whole file.
     *
     * @throws UnusableDatasetException when it is missing or above {@link #MOST_BYTES}
     */
    default byte[] read(String name) throws IOException {
        if (!has(name)) {
            throw new UnusableDatasetException("%s is named by the dataset but missing.".formatted(where(name)));
        }
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UnusableDatasetException(
                        "%s is above %d MB: that is no picture to train on.".formatted(where(name), MOST_BYTES >> 20));
            }
            return bytes;
        }
    }

    /** Whether a name stays within the dataset: relative, without {@code .} and {@code ..}, with forward slashes. */
    static boolean safe(String name) {
        return !name.isEmpty()
                && name.indexOf('\\') < 0
                && name.indexOf(':') < 0
                && name.indexOf('\0') < 0
                && Stream.of(name.split("/", -1)).noneMatch(part -> part.isEmpty() || part.matches("\\.\\.?"));
    }

    /** Whether a name is a picture's. */
    static boolean picture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".png") || lower.endsWith(".jpg") || lower.endsWith(".jpeg");
    }
}
