package org.balancehead.model.checkpoint;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint is, and the checksums of its files; stored as {@code manifest.json}.
 *
 * @param formatVersion of the folder's layout; {@link #FORMAT_VERSION} here
 * @param name what the model is called: letters, digits, {@code . _ -}
 * @param version which training of that name: letters, digits, {@code . _ -}
 * @param preset the architecture preset, such as {@code compact}
 * @param condition what the generator is conditioned on
 * @param created when it was written
 * @param training how it was trained, for people: steps, data, seconds, …
 * @param metrics its quality by name of the figure, finite
 * @param files the checkpoint's files by name, without the manifest
 * @param parent name and version of the checkpoint that training began from, or null
 */
public record Manifest(
        int formatVersion,
        String name,
        String version,
        String preset,
        Condition condition,
        Instant created,
        Map<String, Object> training,
        Map<String, Double> metrics,
        Map<String, FileEntry> files,
        @Nullable String parent) {
    /** The layout that this code writes, and the only one that it reads. */
    public static final int FORMAT_VERSION = 1;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * What the generator is conditioned on.
     *
     * @param kind {@code none}, {@code view}, {@code view+semantic} or {@code semantic}
     * @param encoder the semantic encoder, such as {@code faceres}
     * @param dimension how many numbers the condition has
     */
    public record Condition(String kind, String encoder, int dimension) {
        public Condition {
            Manifest.present("condition.kind", kind);
            Manifest.present("condition.encoder", encoder);
            if (dimension < 0) {
                throw new IllegalArgumentException("condition.dimension is %d".formatted(dimension));
            }
        }
    }

    /**
     * A file's checksum and size.
     *
     * @param sha256 64 hexadecimal digits, lower case
     * @param bytes how long the file is
     */
    public record FileEntry(String sha256, long bytes) {
        private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

        public FileEntry {
            Manifest.present("sha256", sha256);
            if (!SHA_256.matcher(sha256).matches() || bytes < 0) {
                throw new IllegalArgumentException("a file has no SHA-256 of 64 hexadecimal digits, or no size");
            }
        }
    }

    public Manifest {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "its formatVersion is %d, but this BalanceHead reads %d".formatted(formatVersion, FORMAT_VERSION));
        }
        plain("name", name);
        plain("version", version);
        plain("preset", preset);
        present("condition", condition);
        present("created", created);
        training = copy("training", training);
        metrics = copy("metrics", metrics);
        files = copy("files", files);
        files.keySet().forEach(file -> plain("file", file));
    }

    /** A manifest of the current format, before its files are known. */
    public static Manifest of(
            String name,
            String version,
            String preset,
            Condition condition,
            Map<String, Object> training,
            Map<String, Double> metrics,
            @Nullable String parent) {
        return new Manifest(
                FORMAT_VERSION, name, version, preset, condition, Instant.now(), training, metrics, Map.of(), parent);
    }

    /** This manifest with these files. */
    public Manifest withFiles(Map<String, FileEntry> listed) {
        return new Manifest(
                formatVersion, name, version, preset, condition, created, training, metrics, listed, parent);
    }

    /** This manifest with these figures, too, in place of those of the same names. */
    Manifest withMetrics(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(metrics);
        all.putAll(more);
        return new Manifest(formatVersion, name, version, preset, condition, created, training, all, files, parent);
    }

    /** SHA-256 over the names and checksums of its files, as 64 hexadecimal digits: the same for the same files. */
    public String digest() {
        String lines = files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(file -> file.getKey() + " " + file.getValue().sha256() + "\n")
                .collect(Collectors.joining());
        return FileDigest.ofText(lines);
    }

    private static void present(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("it has no '" + field + "'");
        }
    }

    private static void plain(String field, @Nullable String value) {
        present(field, value);
        if (value != null && !PLAIN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "its %s '%s' is not made of letters, digits, '.', '_' and '-'".formatted(field, value));
        }
    }

    private static <V> Map<String, V> copy(String field, @Nullable Map<String, V> map) {
        present(field, map);
        Map<String, V> copied = new LinkedHashMap<>();
        if (map != null) {
            map.forEach((key, value) -> {
                present(field + "." + key, value);
                copied.put(key, value);
            });
        }
        return Collections.unmodifiableMap(copied);
    }
}
