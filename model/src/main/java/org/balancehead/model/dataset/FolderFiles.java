package org.balancehead.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A dataset in a folder. */
record FolderFiles(Path folder) implements DatasetFiles {
    private static final int DEEPEST = 8;

    @Override
    public boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public void below(String subfolder, Consumer<String> names) throws IOException {
        Path start = folder.resolve(subfolder);
        if (!Files.isDirectory(start)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(start, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            inside.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .forEach(names);
        }
    }

    @Override
    public String where(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
