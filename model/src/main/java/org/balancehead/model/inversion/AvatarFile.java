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
 * An avatar in one file that its owner alone may read: a safetensors file whose metadata says what it is, and until
 * when. Appears whole or not at all. No frame of a camera is in it.
 */
public final class AvatarFile {
    /**
     * What a file says of its avatar.
     *
     * @param checkpoint name and version of the checkpoint that made it
     * @param digest of that checkpoint's files
     * @param bytes that the file takes
     */
    public record Facts(
            String checkpoint, String digest, Instant created, Instant expires, Revision revision, long bytes) {}

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

    /** Bytes that the tensors of an avatar take in its file. */
    public static long bytes(AvatarCopy avatar) {
        return avatar.tensors().values().stream().mapToLong(StoredTensor::bytes).sum();
    }

    /**
     * Writes one.
     *
     * @param digest of the files of the checkpoint that made it
     * @throws IOException when it cannot be written; nothing is left then
     */
    public static void write(Path file, AvatarCopy avatar, String digest, Instant created, Instant expires)
            throws IOException {
        Revision revision = avatar.revision();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(CHECKPOINT, avatar.checkpoint());
        facts.put(DIGEST, digest);
        facts.put(CREATED, created.toString());
        facts.put(EXPIRES, expires.toString());
        facts.put(REVISION, Integer.toString(revision.number()));
        facts.put(STAGE, revision.stage().wireName());
        facts.put(PSNR, Double.toString(revision.psnr()));
        facts.put(IDENTITY, Double.toString(revision.identity()));
        try {
            Safetensors.writePrivate(file, avatar.tensors(), facts);
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
                    Instant.parse(said(said, EXPIRES)),
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
    public static AvatarCopy read(Path file) throws IOException {
        Facts facts = facts(file);
        try {
            Map<String, StoredTensor> tensors = Safetensors.readFinite(file);
            return new AvatarCopy(facts.checkpoint(), tensors, facts.revision());
        } catch (CheckpointException e) {
            throw trouble(e);
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
