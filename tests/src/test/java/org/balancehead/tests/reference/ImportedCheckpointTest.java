package org.balancehead.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.tests.parity.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots with random weights become checkpoints that the other commands take. */
class ImportedCheckpointTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"eg3d", "panohead", "spherehead", "hyplanehead"})
    void isImportedAndDrawsHeads(String model) throws IOException {
        Path checkpoint = folder.resolve("checkpoint");
        Path pictures = folder.resolve("pictures");

        CommandRun imported = CommandRun.of("import", snapshot(model), "--out", checkpoint);
        CommandRun generated =
                CommandRun.of("generate", "--seeds", "0-1", "--checkpoint", checkpoint, "--out", pictures);

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("a checkpoint of " + model + ", 64² pictures");
        assertThat(Checkpoint.open(checkpoint).files())
                .containsExactlyInAnyOrder(
                        "preset.json",
                        "generator.safetensors",
                        "generator-trained.safetensors",
                        "discriminator.safetensors");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(11)
                    .contains("samples.png", "seed_0000_yaw_+000.png", "seed_0001_yaw_+270.png");
        }
    }

    @Test
    void isReadAsAPlainPickleToo() throws IOException {
        Path plain = folder.resolve("small.pkl");
        try (var packed = new GZIPInputStream(Files.newInputStream(snapshot("eg3d")))) {
            Files.copy(packed, plain);
        }

        CommandRun imported = CommandRun.of("import", plain, "--out", folder.resolve("checkpoint"));

        assertThat(imported.exitCode()).as(imported.err()).isZero();
    }

    @Test
    void isRefusedInOneSentenceAndLeavesNothing() throws IOException {
        Path cut = folder.resolve("cut.pkl.gz");
        byte[] whole = Files.readAllBytes(snapshot("eg3d"));
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        CommandRun imported = CommandRun.of("import", cut, "--out", folder.resolve("checkpoint"));

        assertThat(imported.exitCode()).isEqualTo(2);
        assertThat(imported.err().strip()).contains("cut.pkl.gz").doesNotContain("\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(cut);
        }
    }

    @Test
    void doesNotReplaceWhatIsThere() {
        CommandRun imported = CommandRun.of("import", snapshot("eg3d"), "--out", folder);

        assertThat(imported.exitCode()).isEqualTo(2);
        assertThat(imported.err()).contains("exists already");
    }

    private static Path snapshot(String model) {
        return Fixtures.file(model + "/small.pkl.gz");
    }
}
