package org.balancehead.server.deployment;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Manifest;

/**
 * Takes checkpoints that are sent as a zip into a repository: written beside, verified, and put in place by one rename.
 * What is refused leaves nothing. One at a time.
 */
public final class CheckpointUploads {
    /** Opens the files that are written. */
    @FunctionalInterface
    interface Storage {
        OutputStream create(Path file) throws IOException;
    }

    /** What a zip may have beyond the files in it. */
    private static final long ZIP_OVERHEAD = 1 << 20;

    private final Path repository;
    private final long maxBytes;
    private final Storage storage;
    private final Semaphore one = new Semaphore(1);

    /**
     * Uploads into a repository.
     *
     * @param repository its folder
     * @param maxBytes that the files of a checkpoint may have together, unpacked
     */
    public CheckpointUploads(Path repository, long maxBytes) {
        this(repository, maxBytes, DurableOutput::create);
    }

    CheckpointUploads(Path repository, long maxBytes, Storage storage) {
        this.repository = repository;
        this.maxBytes = maxBytes;
        this.storage = storage;
    }

    /** Removes what uploads left in the repository whose process was killed; to be called when a server starts. */
    public void sweep() {
        UploadFolder.sweep(repository);
    }

    /**
     * Takes a checkpoint in, while the caller waits.
     *
     * @param zip of the files of a checkpoint, at its top or all in one folder; not read beyond what is refused, and
     *     not closed
     * @return where it lies now
     * @throws RefusedCheckpointException when it is none, is too large, or cannot be written
     */
    public Path receive(InputStream zip) {
        if (!one.tryAcquire()) {
            throw new RefusedCheckpointException(
                    Refusal.NO_ROOM, "Another checkpoint is just being uploaded: try again when it is there.");
        }
        try (UploadFolder beside = UploadFolder.in(repository)) {
            return receive(zip, beside.path());
        } catch (IOException | UncheckedIOException trouble) {
            throw unwritten(trouble);
        } finally {
            one.release();
        }
    }

    private Path receive(InputStream zip, Path beside) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new BoundedZip(zip, maxBytes + ZIP_OVERHEAD))) {
            new ZipUnpacking(beside, maxBytes, storage).unpack(entries);
            return place(beside);
        } catch (CheckpointException unusable) {
            throw refused(String.valueOf(unusable.getMessage()).replace(beside + "/", ""), unusable);
        } catch (ZipException | EOFException broken) {
            throw refused("The upload is no whole zip of a checkpoint (%s).".formatted(broken.getMessage()), broken);
        }
    }

    private Path place(Path beside) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(beside);
        Manifest manifest = checkpoint.manifest();
        refuseUnlisted(beside, manifest);
        Path place = repository.resolve(manifest.name() + "-" + manifest.version());
        if (Files.exists(place)) {
            if (Checkpoint.open(place).manifest().equals(manifest)) {
                return place; // it was sent before
            }
            throw new CheckpointException(
                    "%s exists already, with other files: give the new one another version.".formatted(place));
        }
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        return place;
    }

    private static void refuseUnlisted(Path folder, Manifest manifest) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(ZipUnpacking.MANIFEST)
                            && !manifest.files().containsKey(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new CheckpointException("%s is not among the files of the manifest.".formatted(name));
                    });
        }
    }

    private RefusedCheckpointException unwritten(Exception trouble) {
        Throwable cause =
                trouble instanceof UncheckedIOException && trouble.getCause() != null ? trouble.getCause() : trouble;
        return DiskTrouble.isFull(cause)
                ? new RefusedCheckpointException(
                        Refusal.NO_SPACE,
                        "The disk of the checkpoints' folder %s is full: free some space, and deploy again."
                                .formatted(repository),
                        trouble)
                : new RefusedCheckpointException(
                        Refusal.UNWRITABLE,
                        "The checkpoints' folder %s cannot be written (%s): let the server's user write there, in a container mount a folder there, and deploy again."
                                .formatted(repository, DiskTrouble.why(cause)),
                        trouble);
    }

    private static RefusedCheckpointException refused(String sentence, Exception cause) {
        return new RefusedCheckpointException(Refusal.BAD_CHECKPOINT, sentence, cause);
    }
}
