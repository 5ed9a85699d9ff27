package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTimeTest {
    @TempDir
    Path folder;

    @Test
    void beginsWithNothing() {
        assertThat(hours(TrainingTime.after(Optional.empty()))).isBetween(0.0, 0.1);
    }

    @Test
    void goesOnAfterTheHoursOfAState() {
        Checkpoint state = state(Map.of("hours", 2.25));
        assertThat(hours(TrainingTime.after(Optional.of(state)))).isBetween(2.25, 2.35);
    }

    @Test
    void takesAStateThatDoesNotSayItsHoursForNew() {
        assertThat(hours(TrainingTime.after(Optional.of(state(Map.of()))))).isBetween(0.0, 0.1);
    }

    private static double hours(TrainingTime time) {
        Map<String, Object> told = new LinkedHashMap<>();
        time.note(told);
        return told.get("hours") instanceof Number hours ? hours.doubleValue() : Double.NaN;
    }

    private Checkpoint state(Map<String, Object> training) {
        try (CheckpointWriter writer = CheckpointWriter.begin(folder.resolve("state"))) {
            return writer.publish(
                    Manifest.of("training-state", "step-0", "tiny", Conditions.FACE, training, Map.of(), null));
        }
    }
}
