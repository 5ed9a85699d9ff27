package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.tests.reference.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that inverts people and cannot draw heads of nobody. */
class MuteCheckpointIT {
    @TempDir
    private Path folder;

    @Test
    void generateSaysWhatIsMissing() {
        Path home = Path.of(System.getProperty("balancehead.home"));
        Checkpoint good = Checkpoint.open(
                CheckpointRepository.of(home.resolve("checkpoints")).resolve("default"));
        Path mute = RemadeCheckpoint.of(good, folder.resolve("mute"), Map.of(), tensors -> {
            tensors.remove("conditions");
            return tensors;
        });

        CommandRun run =
                CommandRun.of("generate", "--seeds", "0", "--checkpoint", mute, "--out", folder.resolve("heads"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("cannot draw heads of nobody: the weights have no 'conditions'.");
        assertThat(run.err()).doesNotContain("Failed", "Exception");
        assertThat(folder.resolve("heads")).doesNotExist();
    }
}
