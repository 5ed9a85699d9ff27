package org.balancehead.model.inversion;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;

/**
 * A saved avatar in one file that its owner alone may read: a safetensors file whose metadata says what it is, and
 * until when. Appears whole or not at all.
 */
public final class AvatarFile {
    /**
     * What a file says of its avatar.
     *
     * @param checkpoint name and version of the checkpoint that made it
     * @param digest of that checkpoint's files
     * @param expires from when on it may be shown no more; empty for never
     * @param bytes that the file takes
     */
    public record Facts(
            String checkpoint,
            String digest,
            Instant created,
            Optional<Instant> expires,
            Revision revision,
            long bytes) {
        /** Whether it may be shown no more. */
        public boolean isOver(Instant now) {
            return expires.filter(end -> !end.isAfter(now)).isPresent();
        }
    }

    /** A file that is there and can be read, but is no whole avatar. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(Throwable cause) {
            super("The avatar's file is damaged.", cause);
        }
    }

    private static final String CHECKPOINT = "checkpoint";
    private static final String DIGEST = "digest";
    private static final String CREATED = "created";
    private static final String EXPIRES = "expires";
    private static final String REVISION = "revision";
    private static final String STAGE = "stage";
    private static final String PSNR = "psnr";
    private static final String IDENTITY = "identity";

    private AvatarFile() {}

    /**
     * Writes one.
     *
     * @param expires from when on it may be shown no more; empty for never
     * @throws IOException when it cannot be written; nothing is left then
     */
    public static void write(Path file, SavedAvatar saved, Instant created, Optional<Instant> expires)
            throws IOException {
        AvatarCopy avatar = saved.avatar();
        Revision revision = avatar.revision();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(CHECKPOINT, avatar.checkpoint());
        facts.put(DIGEST, saved.digest());
        facts.put(CREATED, created.toString());
        expires.ifPresent(end -> facts.put(EXPIRES, end.toString()));
        facts.put(REVISION, Integer.toString(revision.number()));
        facts.put(STAGE, revision.stage().wireName());
        facts.put(PSNR, Double.toString(revision.psnr()));
        facts.put(IDENTITY, Double.toString(revision.identity()));
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(avatar.tensors());
        tensors.putAll(ViewTensors.of(saved.views()));
        try {
            Safetensors.writePrivate(file, tensors, facts);
        } catch (CheckpointException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * What a file says.
     *
     * @throws DamagedException when it is damaged, or no avatar's
     * @throws IOException when it is missing, or cannot be read
     */
    public static Facts facts(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("There is no avatar's file.");
        }
        try {
            Map<String, String> said = Safetensors.metadata(file);
            return new Facts(
                    said(said, CHECKPOINT),
                    said(said, DIGEST),
                    Instant.parse(said(said, CREATED)),
                    Optional.ofNullable(said.get(EXPIRES)).map(Instant::parse),
                    revision(said),
                    Files.size(file));
        } catch (CheckpointException e) {
            throw trouble(e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new DamagedException(e);
        }
    }

    /**
     * The avatar of a file.
     *
     * @throws DamagedException when it is damaged, or no avatar's
     * @throws IOException when it is missing, or cannot be read
     */
    public static SavedAvatar read(Path file) throws IOException {
        Facts facts = facts(file);
        try {
            Map<String, StoredTensor> tensors = Safetensors.readFinite(file);
            Map<String, StoredTensor> views = new LinkedHashMap<>(tensors);
            views.keySet().removeIf(name -> !name.startsWith(ViewTensors.PREFIX));
            tensors.keySet().removeAll(views.keySet());
            return new SavedAvatar(
                    new AvatarCopy(facts.checkpoint(), tensors, facts.revision()),
                    facts.digest(),
                    ViewTensors.read(views));
        } catch (CheckpointException e) {
            throw trouble(e);
        } catch (IllegalArgumentException e) {
            throw new DamagedException(e);
        }
    }

    /** A file that could not be read may be whole. */
    private static IOException trouble(CheckpointException e) {
        boolean unread = e.getCause() instanceof IOException && !(e.getCause() instanceof JsonProcessingException);
        return unread ? new IOException("The avatar's file cannot be read.", e) : new DamagedException(e);
    }

    private static Revision revision(Map<String, String> said) {
        return new Revision(
                Integer.parseInt(said(said, REVISION)),
                Stage.ofWireName(said(said, STAGE)).orElseThrow(IllegalArgumentException::new),
                Double.parseDouble(said(said, PSNR)),
                Double.parseDouble(said(said, IDENTITY)));
    }

    private static String said(Map<String, String> said, String name) {
        return Optional.ofNullable(said.get(name))
                .orElseThrow(() -> new IllegalArgumentException("It says no " + name + "."));
    }
}
