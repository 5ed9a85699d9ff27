package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder that appears whole or not at all: filled beside its place, then moved there. Unpublished, it vanishes. */
final class ResultFolder implements AutoCloseable {
    private static final Set<String> OURS =
            Set.of("input.png", "mask.png", "front.png", "contact.png", "views", "orbit.mp4", "avatar", "report.json");

    private final Path place;
    private final Path part;

    private ResultFolder(Path place, Path part) {
        this.place = place;
        this.part = part;
    }

    /**
     * Begins a result.
     *
     * @param place where it shall stand: nowhere yet, an empty folder, or an earlier result, which will be replaced
     * @throws UnusableInputException when something else is there, or nothing may be written beside it
     */
    static ResultFolder begin(Path place) throws UnusableInputException {
        Path absolute = place.toAbsolutePath().normalize();
        refuseWhatIsNotOurs(place, absolute);
        try {
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new UnusableInputException(place + " is the root: choose another folder.");
            }
            Files.createDirectories(parent);
            Path part = hidden(absolute, "part");
            return new ResultFolder(absolute, Files.createDirectory(part));
        } catch (IOException trouble) {
            throw new UnusableInputException(
                    place + " cannot be written there: choose another folder or change the permissions.", trouble);
        }
    }

    /** Where to write. */
    Path path() {
        return part;
    }

    /** Puts the result in its place. */
    void publish() throws IOException {
        if (Files.exists(place)) {
            Path old = hidden(place, "old");
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        } else {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(part)) {
            delete(part);
        }
    }

    private static void refuseWhatIsNotOurs(Path place, Path absolute) throws UnusableInputException {
        if (Files.notExists(absolute)) {
            return;
        }
        if (!Files.isDirectory(absolute)) {
            throw new UnusableInputException(place + " is a file: choose another folder with --out.");
        }
        try (Stream<Path> entries = Files.list(absolute)) {
            Set<String> names =
                    entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
            if (!names.isEmpty() && !(names.contains("report.json") && OURS.containsAll(names))) {
                throw new UnusableInputException(
                        place + " holds other files: choose a new or an empty folder with --out.");
            }
        } catch (IOException trouble) {
            throw new UnusableInputException(place + " may not be read: choose another folder with --out.", trouble);
        }
    }

    private static Path hidden(Path place, String suffix) {
        return place.resolveSibling(".%s.%s.%s".formatted(place.getFileName(), UUID.randomUUID(), suffix));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
