package org.balancehead.tests.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files that were written since a moment, below the folders where a process writes without being told. */
final class WrittenFiles {
    private static final List<Path> ROOTS = List.of(
            Path.of(System.getProperty("java.io.tmpdir")),
            Path.of(System.getProperty("balancehead.home")), // the working directory is below it
            Path.of(System.getProperty("user.home"), ".djl.ai"),
            Path.of(System.getProperty("user.home"), ".javacpp"));

    private static final long LARGEST_BYTES = 64 << 20;

    private final FileTime since = FileTime.from(Instant.now().minusSeconds(1));

    private WrittenFiles() {}

    static WrittenFiles fromNowOn() {
        return new WrittenFiles();
    }

    /** Those that hold one of the pieces. Files that vanish meanwhile hold nothing. */
    List<Path> holding(List<byte[]> pieces) throws IOException {
        List<String> wanted = pieces.stream()
                .map(piece -> new String(piece, StandardCharsets.ISO_8859_1))
                .toList();
        List<Path> found = new ArrayList<>();
        for (Path root : ROOTS) {
            if (Files.isDirectory(root)) {
                Files.walkFileTree(root, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                        if (about.isRegularFile()
                                && about.size() < LARGEST_BYTES
                                && about.lastModifiedTime().compareTo(since) >= 0
                                && holds(file, wanted)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        }
        return found;
    }

    private static boolean holds(Path file, List<String> wanted) {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return wanted.stream().anyMatch(content::contains);
        } catch (IOException gone) {
            return false;
        }
    }
}
