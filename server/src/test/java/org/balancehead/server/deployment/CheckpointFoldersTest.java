package org.balancehead.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFoldersTest {
    @TempDir
    private Path home;

    private Path heads;
    private CheckpointFolders folders;

    @BeforeEach
    void fill() {
        heads = home.resolve("heads-1");
        try (CheckpointWriter writer = CheckpointWriter.begin(heads)) {
            writer.text("preset.json", "{}");
            writer.publish(Manifest.of(
                    "heads", "1", "tiny", new Manifest.Condition("none", "none", 0), Map.of(), Map.of(), null));
        }
        folders = new CheckpointFolders(new AllowedFolders(List.of(home)), List.of("cpu"), 1 << 30);
    }

    @Test
    void findsACheckpointByItsNameAndTheDefaultByThePointer() throws IOException {
        CheckpointRepository.of(home).setDefault("heads-1");

        assertThat(folders.check(Path.of("heads-1")).folder()).isEqualTo(heads.toRealPath());
        assertThat(folders.check(Path.of("default")).folder()).isEqualTo(heads.toRealPath());
    }

    @Test
    void saysThatThereIsNoneOfThatName() {
        assertRefused("heads-2", "There is no checkpoint folder %s.".formatted(home.resolve("heads-2")));
        assertRefused("default", home + " names no default checkpoint");
    }

    private void assertRefused(String name, String sentence) {
        assertThatThrownBy(() -> folders.check(Path.of(name)))
                .isInstanceOfSatisfying(
                        RefusedCheckpointException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.BAD_CHECKPOINT))
                .hasMessageStartingWith(sentence);
    }
}
