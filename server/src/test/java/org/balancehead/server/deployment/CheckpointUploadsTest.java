package org.balancehead.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointUploadsTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private Path repository;
    private CheckpointUploads uploads;

    @BeforeEach
    void makeACheckpoint() throws IOException {
        repository = folder.resolve("repository");
        uploads = new CheckpointUploads(repository, MEBIBYTE);
        Path made = folder.resolve("made");
        try (CheckpointWriter writer = CheckpointWriter.begin(made)) {
            writer.text("preset.json", "{\"planes\": 3}");
            writer.publish(Manifest.of(
                    "sent", "7", "tiny", new Manifest.Condition("none", "none", 0), Map.of(), Map.of(), null));
        }
        for (String name : new String[] {"manifest.json", "preset.json"}) {
            files.put(name, Files.readAllBytes(made.resolve(name)));
        }
    }

    @Test
    void putsACheckpointInPlaceUnderItsNameAndVersion() throws IOException {
        Path place = uploads.receive(zip(""));

        assertThat(place).isEqualTo(repository.resolve("sent-7"));
        assertThat(place.resolve("preset.json")).hasContent("{\"planes\": 3}");
        assertThat(entries()).containsExactly("sent-7");
    }

    @Test
    void takesFilesThatLieInOneFolderAndTheSameOnesTwice() throws IOException {
        Path first = uploads.receive(zip("sent/"));

        assertThat(uploads.receive(zip(""))).isEqualTo(first);
        assertThat(entries()).containsExactly("sent-7");
    }

    @Test
    void refusesOtherFilesOfAVersionThatIsThere() throws IOException {
        uploads.receive(zip(""));
        Path other = folder.resolve("other");
        try (CheckpointWriter writer = CheckpointWriter.begin(other)) {
            writer.text("preset.json", "{}");
            writer.publish(Manifest.of(
                    "sent", "7", "tiny", new Manifest.Condition("none", "none", 0), Map.of(), Map.of(), null));
        }
        files.put("manifest.json", Files.readAllBytes(other.resolve("manifest.json")));
        files.put("preset.json", "{}".getBytes(StandardCharsets.UTF_8));

        assertRefused(zip(""), "sent-7 exists already, with other files");
        assertThat(repository.resolve("sent-7").resolve("preset.json")).hasContent("{\"planes\": 3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../preset.json",
                "/etc/preset.json",
                "a/b/preset.json",
                "..",
                ".hidden.safetensors",
                "run.sh",
                "a\\b"
            })
    void takesNoFileThatIsNoneOfACheckpoint(String name) throws IOException {
        files.put(name, new byte[] {1});

        assertRefused(zip(""), "is no file of a checkpoint");
        assertThat(entries()).isEmpty();
        assertThat(folder.resolve("preset.json")).doesNotExist();
    }

    @Test
    void refusesAPickleByName() throws IOException {
        files.put("network.pkl", new byte[] {(byte) 0x80, 4, '.'});

        assertRefused(zip(""), "network.pkl is a pickle, which could run code");
        assertThat(entries()).isEmpty();
    }

    @Test
    void refusesADamagedFileByName() throws IOException {
        files.put("preset.json", "{\"planes\": 4}".getBytes(StandardCharsets.UTF_8));

        assertRefused(zip(""), "preset.json is damaged: its SHA-256 is ");
        assertThat(entries()).isEmpty();
    }

    @Test
    void refusesFilesThatTheManifestDoesNotList() throws IOException {
        files.put("more.safetensors", new byte[] {1});

        assertRefused(zip(""), "more.safetensors is not among the files of the manifest.");
    }

    @Test
    void refusesAZipThatWasCut() throws IOException {
        files.put("a.safetensors", noise());
        byte[] whole = zip("").readAllBytes();

        assertRefused(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length / 2)), "The upload is no whole zip");
        assertThat(entries()).isEmpty();
    }

    @Test
    void refusesWhatUnpacksToMoreThanTheBound() throws IOException {
        files.put("bomb.safetensors", new byte[2 * MEBIBYTE]);

        assertRefused(zip(""), "The checkpoint has more than 1 MiB unpacked");
        assertThat(entries()).isEmpty();
    }

    @Test
    void refusesAZipThatUnpacksToNothingOfALot() throws IOException {
        byte[] entry = zip("").readAllBytes();
        int data = 30 + entry[26] + entry[28]; // of its first file, behind its name and what is extra
        byte[] emptyBlocks = new byte[4 * MEBIBYTE]; // of a deflated file: each is 0, 0, 0, -1, -1
        for (int i = 3; i < emptyBlocks.length - 1; i += 5) {
            emptyBlocks[i] = -1;
            emptyBlocks[i + 1] = -1;
        }
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.write(entry, 0, data);
        sent.write(emptyBlocks);

        assertRefused(new ByteArrayInputStream(sent.toByteArray()), "The zip has more than 2 MiB");
        assertThat(entries()).isEmpty();
    }

    @Test
    void refusesTooManyFiles() throws IOException {
        for (int i = 0; i < 20; i++) {
            files.put(i + ".safetensors", new byte[] {1});
        }

        assertRefused(zip(""), "The zip has more than 16 files.");
    }

    @Test
    void saysThatTheDiskIsFullAndLeavesNothing() throws IOException {
        CheckpointUploads full =
                new CheckpointUploads(repository, MEBIBYTE, file -> new FullDisk(Files.newOutputStream(file)));

        assertThatThrownBy(() -> full.receive(zip("")))
                .isInstanceOfSatisfying(
                        RefusedCheckpointException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.NO_SPACE))
                .hasMessageContaining("is full: free some space, and deploy again.");
        assertThat(entries()).isEmpty();
        assertThat(uploads.receive(zip(""))).exists();
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws IOException {
        CheckpointUploads readOnly = new CheckpointUploads(repository, MEBIBYTE, file -> {
            throw new FileSystemException(file.toString(), null, "Read-only file system");
        });
        Files.writeString(folder.resolve("file"), "no folder");
        CheckpointUploads nowhere = new CheckpointUploads(folder.resolve("file"), MEBIBYTE);

        assertUnwritable(readOnly, repository + " cannot be written (Read-only file system): let the server's user");
        assertThat(entries()).isEmpty();
        assertUnwritable(nowhere, folder.resolve("file") + " cannot be written (");
    }

    @Test
    void takesASenderWhoVanishesForAZipThatWasCut() throws IOException {
        byte[] start = Arrays.copyOf(zip("").readAllBytes(), 60);
        InputStream vanishing = new FilterInputStream(new ByteArrayInputStream(start)) {
            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                int read = super.read(to, from, length);
                if (read < 0) {
                    throw new IOException("Connection reset");
                }
                return read;
            }
        };

        assertRefused(vanishing, "The upload is no whole zip of a checkpoint (it broke off: Connection reset).");
        assertThat(entries()).isEmpty();
    }

    @Test
    void sweepsWhatAKilledProcessLeftAndNothingElse() throws IOException {
        Path whole = uploads.receive(zip(""));
        Path left = Files.createDirectory(repository.resolve(".upload.left"));
        Files.write(left.resolve("generator.safetensors"), noise());
        Files.createFile(repository.resolve(".upload.left.lock"));
        Files.createDirectory(repository.resolve(".upload.without-lock"));
        Files.createFile(repository.resolve(".upload.without-folder.lock"));
        Path hidden = Files.createDirectory(repository.resolve(".mine"));

        uploads.sweep();

        assertThat(entries()).containsExactlyInAnyOrder("sent-7", ".mine");
        assertThat(whole.resolve("preset.json")).exists();
        assertThat(hidden).exists();
    }

    @Test
    void sweepsNoUploadThatGoesOn() throws IOException {
        AtomicInteger swept = new AtomicInteger();
        CheckpointUploads busy = new CheckpointUploads(repository, MEBIBYTE, file -> {
            uploads.sweep();
            swept.incrementAndGet();
            return Files.newOutputStream(file);
        });

        assertThat(busy.receive(zip(""))).isEqualTo(repository.resolve("sent-7"));
        assertThat(swept).hasValue(2);
        assertThat(entries()).containsExactly("sent-7");
    }

    private void assertUnwritable(CheckpointUploads to, String sentence) {
        assertThatThrownBy(() -> to.receive(zip("")))
                .isInstanceOfSatisfying(
                        RefusedCheckpointException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.UNWRITABLE))
                .hasMessageContaining(sentence);
    }

    private void assertRefused(InputStream zip, String sentence) {
        assertThatThrownBy(() -> uploads.receive(zip))
                .isInstanceOfSatisfying(
                        RefusedCheckpointException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.BAD_CHECKPOINT))
                .hasMessageContaining(sentence);
    }

    private InputStream zip(String prefix) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(prefix + file.getKey()));
                zip.write(file.getValue());
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** What does not get smaller in a zip. */
    private static byte[] noise() {
        byte[] noise = new byte[1 << 16];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private Stream<String> entries() throws IOException {
        if (!Files.exists(repository)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(repository)) {
            return all.map(entry -> String.valueOf(entry.getFileName())).toList().stream();
        }
    }

    /** Has room for a few bytes. */
    private static final class FullDisk extends FilterOutputStream {
        private static final int ROOM = 100;
        private int written;

        FullDisk(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            written += length;
            if (written > ROOM) {
                throw new IOException("No space left on device");
            }
            out.write(bytes, from, length);
        }
    }
}
