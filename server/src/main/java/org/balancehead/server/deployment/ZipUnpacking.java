package org.balancehead.server.deployment;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.balancehead.model.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/** Unpacks a checkpoint's zip into an empty folder; takes no file that a checkpoint does not have, nor too much. */
final class ZipUnpacking {
    static final String MANIFEST = "manifest.json";

    private static final int MOST_FILES = 16;
    private static final int BUFFER = 1 << 16;

    /** Perhaps one folder, the same for all, and a plain name. */
    private static final Pattern ENTRY =
            Pattern.compile("(?:([A-Za-z0-9][A-Za-z0-9._-]{0,99})/)?([A-Za-z0-9][A-Za-z0-9._-]{0,99})");

    private static final Pattern FILE = Pattern.compile("manifest\\.json|preset\\.json|.+\\.safetensors");

    private final Path folder;
    private final long maxBytes;
    private final CheckpointUploads.Storage storage;
    private final Set<String> names = new HashSet<>();
    private final byte[] buffer = new byte[BUFFER];
    private @Nullable String top;
    private long bytes;

    ZipUnpacking(Path folder, long maxBytes, CheckpointUploads.Storage storage) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.storage = storage;
    }

    /** @throws CheckpointException when it is no zip of a checkpoint, or too large: in one sentence */
    void unpack(ZipInputStream zip) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (!entry.isDirectory()) {
                String name = checkedName(entry.getName());
                try (OutputStream file = storage.create(folder.resolve(name))) {
                    copy(zip, file);
                }
            }
        }
        if (names.isEmpty()) {
            throw new CheckpointException("The upload is no zip, or an empty one: send a checkpoint's files.");
        }
    }

    private String checkedName(String entry) {
        if (Pickles.isNamedSo(entry)) {
            throw new CheckpointException(Pickles.sentence(shortened(entry)));
        }
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches() || !FILE.matcher(parts.group(2)).matches()) {
            throw new CheckpointException(
                    "'%s' is no file of a checkpoint: those are manifest.json, preset.json and .safetensors files."
                            .formatted(shortened(entry)));
        }
        String within = parts.group(1) == null ? "" : parts.group(1);
        if (top != null && !top.equals(within)) {
            throw new CheckpointException("The zip has files in several folders: send one checkpoint's.");
        }
        top = within;
        if (!names.add(parts.group(2))) {
            throw new CheckpointException("The zip has %s twice.".formatted(parts.group(2)));
        }
        if (names.size() > MOST_FILES) {
            throw new CheckpointException("The zip has more than %d files.".formatted(MOST_FILES));
        }
        return parts.group(2);
    }

    private void copy(ZipInputStream zip, OutputStream file) throws IOException {
        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
            bytes += read;
            if (bytes > maxBytes) {
                throw new CheckpointException(
                        "The checkpoint has more than %d MiB unpacked (balancehead.admin.max-upload-mebibytes): put it into the checkpoints' folder yourself."
                                .formatted(maxBytes >> 20));
            }
            file.write(buffer, 0, read);
        }
    }

    private static String shortened(String entry) {
        return entry.substring(0, Math.min(entry.length(), 100)).replaceAll("\\p{Cntrl}", "?");
    }
}
