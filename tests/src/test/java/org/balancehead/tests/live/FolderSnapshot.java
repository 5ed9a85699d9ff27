package org.balancehead.tests.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What lies below some folders at one time; tells what came, went or changed since. */
final class FolderSnapshot {
    private final List<Path> roots;
    private final Map<Path, String> entries;

    private FolderSnapshot(List<Path> roots) throws IOException {
        this.roots = List.copyOf(roots);
        this.entries = entries(roots);
    }

    static FolderSnapshot of(List<Path> roots) throws IOException {
        return new FolderSnapshot(roots);
    }

    /** Files and folders that are new, gone, or not as they were. */
    Set<Path> changes() throws IOException {
        Map<Path, String> now = entries(roots);
        Set<Path> changed = new TreeSet<>();
        now.forEach((path, state) -> {
            if (!state.equals(entries.get(path))) {
                changed.add(path);
            }
        });
        entries.keySet().stream().filter(path -> !now.containsKey(path)).forEach(changed::add);
        return changed;
    }

    private static Map<Path, String> entries(List<Path> roots) throws IOException {
        Map<Path, String> entries = new HashMap<>();
        for (Path root : roots) {
            try (Stream<Path> below = Files.walk(root)) {
                below.filter(path -> !path.equals(root)).forEach(path -> entries.put(path, state(path)));
            }
        }
        return entries;
    }

    /** Of a folder only that it is there: it changes with what is in it. */
    private static String state(Path path) {
        try {
            return Files.isDirectory(path)
                    ? "folder"
                    : "%d bytes of %s".formatted(Files.size(path), Files.getLastModifiedTime(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
