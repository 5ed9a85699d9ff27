package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final String WEIGHTS = "generator.safetensors";

    @TempDir
    Path folder;

    @Test
    void opensWithWhatItWasWrittenWith() {
        Checkpoint written = write("heads-1");

        Checkpoint opened = Checkpoint.open(folder.resolve("heads-1"));

        assertThat(opened.manifest()).isEqualTo(written.manifest());
        assertThat(opened.manifest().training()).containsEntry("steps", 1200).containsEntry("data", "synthetic");
        assertThat(opened.manifest().metrics()).containsEntry("psnr_front", 24.5);
        assertThat(opened.files()).containsExactly(WEIGHTS);
        assertThat(SafetensorsTest.named(opened.tensors(WEIGHTS), "w").values()).containsExactly(1, 2);
    }

    @Test
    void refusesAFileWithAWrongChecksum() throws IOException {
        Path file = write("heads-1").file(WEIGHTS);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("heads-1")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + " is damaged: its SHA-256 is ");
    }

    @Test
    void refusesAFileThatWasCutShort() throws IOException {
        Path file = write("heads-1").file(WEIGHTS);
        Files.write(file, new byte[3]);

        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("heads-1")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + " has 3 bytes, but the manifest says ");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        Path file = write("heads-1").file(WEIGHTS);
        Files.delete(file);

        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("heads-1")))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + " is missing, but the manifest lists it.");
    }

    @Test
    void refusesAFolderWithoutManifest() {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder + " is no checkpoint: it has no manifest.json.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"formatVersion\" : 1 | \"formatVersion\" : 9 | its formatVersion is 9, but this BalanceHead reads 1",
                "generator.safetensors | ../../etc/passwd | its file '../../etc/passwd' is not made of letters",
                "\"version\" | \"edition\" | it has no 'version'",
                "\"dimension\" : 8 | \"dimension\" : -8 | condition.dimension is -8",
                "\"created\" : \" | \"created\" : \"yesterday, | is not a time such as",
                "{ | {{ | is not valid JSON",
            })
    void refusesAManifestThatItCannotUse(String part, String replacement, String sentence) throws IOException {
        Path manifest = write("heads-1").folder().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(part, replacement));

        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("heads-1")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(manifest.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAnEndlessManifest() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        Files.write(manifest, new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(manifest + " has 1048577 bytes, but at most 1048576 are read.");
    }

    @Test
    void leavesNothingBehindWhenItIsNotPublished() throws IOException {
        try (CheckpointWriter writer = CheckpointWriter.begin(folder.resolve("heads-1"))) {
            writer.tensors(WEIGHTS, tensors());
        }

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void isNotThereBeforeItIsPublishedAndHasNoManifestUntilThen() throws IOException {
        try (CheckpointWriter writer = CheckpointWriter.begin(folder.resolve("heads-1"))) {
            writer.tensors(WEIGHTS, tensors());
            writer.text("preset.json", "{}");

            assertThat(folder.resolve("heads-1")).doesNotExist();
            assertThat(beside()).isDirectoryNotContaining("glob:**manifest.json*");

            writer.publish(manifest());

            assertThat(folder.resolve("heads-1")).isDirectoryContaining("glob:**/manifest.json");
        }
    }

    @Test
    void isNotThereWhenItsManifestCannotBeWritten() throws IOException {
        try (CheckpointWriter writer = CheckpointWriter.begin(folder.resolve("heads-1"))) {
            writer.tensors(WEIGHTS, tensors());
            Files.createDirectory(beside().resolve("manifest.json"));

            assertThatThrownBy(() -> writer.publish(manifest()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("manifest.json cannot be written");

            assertThat(folder.resolve("heads-1")).doesNotExist();
        }
    }

    @Test
    void neverReplacesACheckpoint() {
        write("heads-1");

        assertThatThrownBy(() -> CheckpointWriter.begin(folder.resolve("heads-1")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void theRepositoryFindsTheDefaultNamesAndPaths() {
        CheckpointRepository repository = CheckpointRepository.of(folder);
        write("heads-1");
        write("heads-2");

        repository.setDefault("heads-1");
        repository.setDefault("heads-2");

        assertThat(repository.names()).isEqualTo(List.of("heads-1", "heads-2"));
        assertThat(repository.resolve("default")).isEqualTo(folder.resolve("heads-2"));
        assertThat(repository.resolve("heads-1")).isEqualTo(folder.resolve("heads-1"));
        assertThat(repository.resolve(folder.resolve("heads-1").toString())).isEqualTo(folder.resolve("heads-1"));
    }

    @ParameterizedTest
    @CsvSource({"heads-9", "../heads-1", "''"})
    void theRepositoryRefusesWhatItDoesNotHave(String which) {
        write("heads-1");
        CheckpointRepository repository = CheckpointRepository.of(folder);

        assertThatThrownBy(() -> repository.setDefault(which))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("There is no checkpoint '%s' in %s: it has [heads-1].".formatted(which, folder));
    }

    @Test
    void theRepositoryWithoutADefaultSaysSo() {
        CheckpointRepository repository = CheckpointRepository.of(folder);

        assertThatThrownBy(() -> repository.resolve("default"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder + " names no default checkpoint: name one with --checkpoint.");
    }

    @Test
    void publishingCopiesAVerifiedCheckpointUnderItsNameAndVersion() {
        Checkpoint trained = write("run/latest");
        CheckpointRepository repository = CheckpointRepository.of(folder.resolve("published"));

        String name = repository.publish(trained);

        assertThat(name).isEqualTo("heads-1.0");
        assertThat(Checkpoint.open(repository.resolve(name)).manifest()).isEqualTo(trained.manifest());
    }

    private Checkpoint write(String name) {
        try (CheckpointWriter writer = CheckpointWriter.begin(folder.resolve(name))) {
            writer.tensors(WEIGHTS, tensors());
            return writer.publish(manifest());
        }
    }

    /** The folder in which the one checkpoint is being written. */
    private Path beside() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findFirst().orElseThrow();
        }
    }

    private static Manifest manifest() {
        return Manifest.of(
                "heads",
                "1.0",
                "compact",
                new Manifest.Condition("semantic", "faceres", 8),
                Map.of("steps", 1200, "data", "synthetic"),
                Map.of("psnr_front", 24.5),
                null);
    }

    private static Map<String, StoredTensor> tensors() {
        return Map.of("w", StoredTensor.of(new float[] {1, 2}, 2));
    }
}
