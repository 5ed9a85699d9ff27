package org.balancehead.actors.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.SavedAvatar;

/**
 * The folder of kept avatars: a file each, named by its id, that appears whole and that its owner alone may read. Files
 * of other names are not touched. Blocking; confined to one thread.
 */
public final class AvatarArchive {
    /** An avatar is not kept; one sentence for its client. */
    static final class NotKeptException extends Exception {
        private static final long serialVersionUID = 1;

        NotKeptException(String sentence) {
            super(sentence);
        }
    }

    /** An avatar is kept, until then. */
    record Place(AvatarId id, Instant expires) {}

    private static final String SUFFIX = ".avatar";
    private static final String PART = ".part";

    private final Path folder;
    private final ArchiveSettings settings;
    private final Lifetimes lifetimes;

    AvatarArchive(Path folder, ArchiveSettings settings, Lifetimes lifetimes) {
        this.folder = folder;
        this.settings = settings;
        this.lifetimes = lifetimes;
    }

    /**
     * Makes the folder if it is not there, for its owner alone.
     *
     * @throws IOException when there is none that can be written to; the message is one sentence for the operator
     */
    public static void prepare(Path folder) throws IOException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new IOException(
                    "The folder of kept avatars, %s, cannot be made: choose another.".formatted(folder), e);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(
                    "The folder of kept avatars, %s, cannot be written to: choose another.".formatted(folder));
        }
    }

    /**
     * Keeps an avatar for its lifetime.
     *
     * @throws NotKeptException when it is too large, or there are too many
     * @throws IOException when it cannot be written; nothing is left then
     */
    Place keep(SavedAvatar avatar) throws IOException, NotKeptException {
        long bytes = avatar.bytes();
        if (bytes > settings.maxBytes()) {
            throw new NotKeptException("The avatar has %d bytes, and this server keeps those of up to %d."
                    .formatted(bytes, settings.maxBytes()));
        }
        if (count() >= settings.maxAvatars()) {
            sweep();
        }
        if (count() >= settings.maxAvatars()) {
            throw new NotKeptException(
                    "This server keeps %d avatars, as many as it may: try again later.".formatted(count()));
        }
        Instant now = lifetimes.now();
        Place place = new Place(AvatarId.random(), now.plus(settings.lifetime()));
        AvatarFile.write(file(place.id()), avatar, now, Optional.of(place.expires()));
        lifetimes.begin(place.id(), settings.lifetime());
        return place;
    }

    /** What is known of an avatar; empty when there is none, or its file is damaged. */
    Optional<AvatarFile.Facts> facts(AvatarId id) {
        try {
            return Optional.of(AvatarFile.facts(file(id)));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Whether an avatar, of which that is known, may be shown no more. */
    boolean isOver(AvatarId id, AvatarFile.Facts facts) {
        return lifetimes.isOver(id, facts);
    }

    /** The avatar itself; empty when there is none, or its file is damaged or larger than those that are kept. */
    Optional<SavedAvatar> read(AvatarId id) {
        try {
            SavedAvatar avatar = AvatarFile.read(file(id));
            return Optional.of(avatar).filter(read -> read.bytes() <= settings.maxBytes());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Whether there was one to delete. */
    boolean delete(AvatarId id) throws IOException {
        try {
            Files.delete(file(id));
            return true;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Deletes what has expired, is damaged, or was not written to its end; returns how many files there were of it. */
    int sweep() throws IOException {
        int swept = 0;
        Set<AvatarId> left = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Optional<AvatarId> id = id(file);
                if (isPart(file) || id.filter(this::isToBeDeleted).isPresent()) {
                    Files.deleteIfExists(file);
                    swept++;
                } else {
                    id.ifPresent(left::add);
                }
            }
        }
        lifetimes.retain(left);
        return swept;
    }

    /** How many are kept, those that have expired since the last sweep included. */
    int count() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                count += id(file).isPresent() ? 1 : 0;
            }
        }
        return count;
    }

    /** Whether it has expired or is damaged; what cannot be read now may be read at the next sweep. */
    private boolean isToBeDeleted(AvatarId id) {
        try {
            return lifetimes.isToBeDeleted(id, AvatarFile.facts(file(id)));
        } catch (AvatarFile.DamagedException damaged) {
            return true;
        } catch (IOException unread) {
            return false;
        }
    }

    private Path file(AvatarId id) {
        return folder.resolve(id.text() + SUFFIX);
    }

    private static Optional<AvatarId> id(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? AvatarId.parse(name.substring(0, name.length() - SUFFIX.length()))
                : Optional.empty();
    }

    private static boolean isPart(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".")
                && name.endsWith(SUFFIX + PART)
                && AvatarId.parse(name.substring(1, name.length() - SUFFIX.length() - PART.length()))
                        .isPresent();
    }
}
