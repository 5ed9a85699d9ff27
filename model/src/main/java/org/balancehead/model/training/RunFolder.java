package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.Checkpoint;

/**
 * A training run's folder: {@code state-NNNNNNN} (the newest two, and one from when all was well), {@code snapshots/},
 * {@code samples/}, and the curves.
 */
public final class RunFolder {
    private static final String STATE = "state-";
    private static final int KEPT = 2;

    private final Path folder;

    /** The folders are made where they are missing. */
    public RunFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("samples"));
    }

    public Path path() {
        return folder;
    }

    /** Where the sheet of a step belongs. */
    public Path samples(int step) {
        return folder.resolve("samples").resolve("step-%07d.png".formatted(step));
    }

    /** Where the state of a step belongs. */
    public Path state(int step) {
        return folder.resolve(STATE + "%07d".formatted(step));
    }

    /** Where the checkpoint that can be served of a step belongs. */
    public Path snapshot(int step) {
        return folder.resolve("snapshots").resolve("step-%07d".formatted(step));
    }

    /** The newest state, if there is one. */
    public Optional<Checkpoint> latest() throws IOException {
        List<Path> states = states();
        return states.isEmpty() ? Optional.empty() : Optional.of(Checkpoint.open(states.get(states.size() - 1)));
    }

    /**
     * Forgets states but the newest two, and the newest of those up to the step where all was known to be well.
     *
     * @param well the step
     */
    public void forgetStates(int well) throws IOException {
        List<Path> states = states();
        Set<Path> kept = new HashSet<>(states.subList(Math.max(0, states.size() - KEPT), states.size()));
        states.stream()
                .filter(state -> step(state) <= well)
                .max(Comparator.naturalOrder())
                .ifPresent(kept::add);
        for (Path state : states) {
            if (!kept.contains(state)) {
                remove(state);
            }
        }
    }

    private static int step(Path state) {
        return Integer.parseInt(state.getFileName().toString().substring(STATE.length()));
    }

    private List<Path> states() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(STATE + "\\d{7}"))
                    .sorted()
                    .toList();
        }
    }

    /** Writes a folder. */
    @FunctionalInterface
    public interface Writing {
        /**
         * Writes it.
         *
         * @param folder does not exist yet
         */
        void write(Path folder) throws IOException;
    }

    /** Writes a folder beside, then puts it in the place of what is there: a failure to write leaves that. */
    public static void replace(Path target, Writing writing) throws IOException {
        Path beside = target.resolveSibling("." + target.getFileName() + ".next");
        remove(beside);
        writing.write(beside);
        remove(target);
        Files.move(beside, target);
    }

    /** Copies a folder of files. */
    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Files.copy(entry, to.resolve(entry.getFileName()));
            }
        }
    }

    /** Removes the snapshots that an earlier process left, but the best. */
    public void forgetSnapshots() throws IOException {
        Optional<Path> best = BestCheckpoint.read(folder).map(found -> folder.resolve(found.checkpoint()));
        Path parent = folder.resolve("snapshots");
        Files.createDirectories(parent);
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path snapshot : entries.toList()) {
                if (!best.filter(snapshot::equals).isPresent()) {
                    remove(snapshot);
                }
            }
        }
    }

    /** Removes a folder and what is in it; nothing where there is none. */
    public static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(tree)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
