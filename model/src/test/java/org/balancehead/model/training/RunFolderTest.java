package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.StoredTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path folder;

    private RunFolder run;

    @BeforeEach
    void open() throws IOException {
        run = new RunFolder(folder);
    }

    @Test
    void hasNoStateAtFirst() throws IOException {
        assertThat(run.latest()).isEmpty();
    }

    @Test
    void goesOnFromTheNewestState() throws IOException {
        write(9, 1);
        write(10, 1);

        assertThat(run.latest()).map(TrainingState::step).contains(10);
    }

    @Test
    void keepsTheNewestTwoStatesAndTheLastOfGoodTimes() throws IOException {
        for (int step : List.of(10, 20, 30, 40, 50)) {
            write(step, 1);
        }

        run.forgetStates(25);

        assertThat(names()).containsExactly("state-0000020", "state-0000040", "state-0000050");
    }

    @Test
    void forgetsTheSnapshotsOfAKilledProcessButTheBest() throws IOException {
        for (String name : List.of("step-0000010", "step-0000020", ".step-0000030.next")) {
            Files.createDirectories(folder.resolve("snapshots").resolve(name));
        }
        new BestCheckpoint(Path.of("snapshots", "step-0000010"), "fid", 20.5).write(folder);

        run.forgetSnapshots();

        assertThat(folder.resolve("snapshots").toFile().list()).containsExactly("step-0000010");
        assertThat(BestCheckpoint.read(folder))
                .contains(new BestCheckpoint(Path.of("snapshots", "step-0000010"), "fid", 20.5));
    }

    @Test
    void knowsNoBestWhoseFolderIsGone() throws IOException {
        new BestCheckpoint(Path.of("snapshots", "step-0000010"), "fid", 20.5).write(folder);

        assertThat(BestCheckpoint.read(folder)).isEmpty();
    }

    @Test
    void leavesWhatIsThereWhenItsSuccessorCannotBeWritten() throws IOException {
        Path target = Files.createDirectory(folder.resolve("model"));
        Files.writeString(target.resolve("old"), "old");

        assertThatThrownBy(() -> RunFolder.replace(target, beside -> {
                    Files.createDirectory(beside);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class);
        assertThat(target.resolve("old")).exists();

        RunFolder.replace(
                target,
                beside -> Files.writeString(Files.createDirectory(beside).resolve("new"), "new"));
        assertThat(target.toFile().list()).containsExactly("new");
    }

    @Test
    void refusesToKeepAStateWithANumberThatIsNotFinite() {
        assertThatThrownBy(() -> write(10, Float.NaN))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("before step 10: 'w' holds a number that is not finite");
        assertThat(run.state(10)).doesNotExist();
    }

    private void write(int step, float weight) {
        TrainingState.write(
                run.state(step),
                Map.of("preset", "miniature"),
                Conditions.FACE,
                step,
                TrainingTime.after(Optional.empty()),
                Map.of("weights.safetensors", Map.of("w", StoredTensor.of(new float[] {weight}, 1))));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("state"))
                    .sorted()
                    .toList();
        }
    }
}
