package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: filled beside its place, then moved there. Unpublished, it vanishes, also
 * when the process is told to end.
 */
public final class ResultFolder implements AutoCloseable {
    private final Path place;
    private final HiddenSiblings beside;
    private final Path part;
    private final Thread atExit = new Thread(this::discardAtExit, "discards an unfinished result");

    private ResultFolder(Path place) {
        this.place = place;
        beside = new HiddenSiblings(place);
        part = beside.unused("part");
    }

    /**
     * Begins a result.
     *
     * @param place where it shall stand: nowhere yet, an empty folder, or an earlier result, which will be replaced
     * @param mark a file or folder that every result of this kind has
     * @param ours whether a name is one of such a result
     * @throws UnusableInputException when something else is there, or nothing may be written beside it
     */
    public static ResultFolder begin(Path place, String mark, Predicate<String> ours) throws UnusableInputException {
        Path absolute = place.toAbsolutePath().normalize();
        refuseWhatIsNotOurs(place, absolute, mark, ours);
        try {
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new UnusableInputException(place + " is the root: choose another folder.");
            }
            Files.createDirectories(parent);
            ResultFolder folder = new ResultFolder(absolute);
            Files.createDirectory(folder.part);
            Runtime.getRuntime().addShutdownHook(folder.atExit);
            return folder;
        } catch (IOException trouble) {
            throw new UnusableInputException(
                    place + " cannot be written: choose another folder or change the permissions.", trouble);
        }
    }

    /** Where to write. */
    public Path path() {
        return part;
    }

    /** Puts the result in its place, and removes what killed runs left beside it. */
    public synchronized void publish() throws IOException {
        if (Files.notExists(part)) {
            throw new IOException("stopped before the result was whole");
        }
        if (Files.exists(place)) {
            Path old = beside.unused("old");
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            HiddenSiblings.delete(old);
        } else {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        }
        beside.deleteLeftOver();
    }

    @Override
    public void close() throws IOException {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // it has nothing left to do
        }
    }

    /** Moves the folder away first: whoever still writes into it fails, instead of adding to what is being deleted. */
    private synchronized void discard() throws IOException {
        if (Files.exists(part)) {
            Path gone = beside.unused("part");
            Files.move(part, gone, StandardCopyOption.ATOMIC_MOVE);
            HiddenSiblings.delete(gone);
        }
    }

    private void discardAtExit() {
        try {
            discard();
        } catch (IOException trouble) {
            // the next run on this place removes it
        }
    }

    private static void refuseWhatIsNotOurs(Path place, Path absolute, String mark, Predicate<String> ours)
            throws UnusableInputException {
        if (!Files.exists(absolute)) {
            return;
        }
        if (!Files.isDirectory(absolute)) {
            throw new UnusableInputException(place + " is a file: choose another folder with --out.");
        }
        try (Stream<Path> entries = Files.list(absolute)) {
            Set<String> names =
                    entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
            if (!names.isEmpty() && !(names.contains(mark) && names.stream().allMatch(ours))) {
                throw new UnusableInputException(
                        place + " holds other files: choose a new or an empty folder with --out.");
            }
        } catch (IOException trouble) {
            throw new UnusableInputException(place + " may not be read: choose another folder with --out.", trouble);
        }
    }
}
