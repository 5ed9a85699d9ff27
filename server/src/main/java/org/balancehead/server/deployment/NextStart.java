package org.balancehead.server.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of another source, and what a server would begin with if it were started again: what its settings name,
 * of which the repository's pointer {@code default} can be moved to the checkpoint that serves.
 */
public final class NextStart implements CheckpointSource {
    private static final Logger LOG = LoggerFactory.getLogger(NextStart.class);

    private final CheckpointSource source;
    private final Path folder;
    private final CheckpointRepository repository;
    private final String begins;
    private final boolean movesPointer;

    /**
     * Of a server with these settings.
     *
     * @param source of the checkpoints that can be deployed
     * @param folder the repository's
     * @param begins the checkpoint that the server begins with, as the settings name it
     * @param movesPointer whether the pointer follows what serves
     */
    public NextStart(CheckpointSource source, Path folder, String begins, boolean movesPointer) {
        this.source = source;
        this.folder = folder;
        this.repository = CheckpointRepository.of(folder);
        this.begins = begins;
        this.movesPointer = movesPointer;
    }

    @Override
    public Candidate check(Path asked) {
        return source.check(asked);
    }

    /** Moves the pointer, if it may, and says in the log what a start begins with then. */
    @Override
    public void serves(Candidate candidate) {
        Path checkpoint = candidate.folder();
        if (isNext(checkpoint)) {
            LOG.info("A restart begins with {}, which serves.", checkpoint);
        } else {
            whyNot(checkpoint)
                    .ifPresentOrElse(
                            why -> LOG.info(
                                    "A restart begins with {}, not with {}, which serves: {}.",
                                    next(),
                                    checkpoint,
                                    why),
                            () -> move(checkpoint));
        }
    }

    private Optional<String> whyNot(Path checkpoint) {
        if (!begins.equals(CheckpointRepository.DEFAULT)) {
            return Optional.of("balancehead.checkpoint.name names it");
        }
        if (!movesPointer) {
            return Optional.of("balancehead.deployment.sets-default is off");
        }
        return real(folder).equals(real(checkpoint).getParent())
                ? Optional.empty()
                : Optional.of("that does not lie in " + folder);
    }

    private void move(Path checkpoint) {
        try {
            repository.setDefault(String.valueOf(checkpoint.getFileName()));
            LOG.info("A restart begins with {}, which serves.", checkpoint);
        } catch (CheckpointException unwritten) {
            LOG.warn(
                    "A restart begins with {}, not with {}, which serves: the file default in {} cannot be replaced ({}).",
                    next(),
                    checkpoint,
                    folder,
                    DiskTrouble.why(unwritten.getCause() == null ? unwritten : unwritten.getCause()));
        }
    }

    private boolean isNext(Path checkpoint) {
        try {
            return Files.isSameFile(repository.resolve(begins), checkpoint);
        } catch (CheckpointException | IOException gone) {
            return false;
        }
    }

    private String next() {
        try {
            return repository.resolve(begins).toString();
        } catch (CheckpointException nothing) {
            return "nothing";
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path.toAbsolutePath().normalize();
        }
    }
}
