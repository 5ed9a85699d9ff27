package org.balancehead.actors.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.balancehead.actors.training.RunSchedule.Task;
import org.junit.jupiter.api.Test;

class RunScheduleTest {
    private static final RunPlan PLAN =
            new RunPlan("model", "1", 4, 6, Duration.ofMinutes(10), Optional.empty(), Yardstick.parse("lowest fid"));

    @Test
    void looksAndSavesBeforeTheFirstStep() {
        assertThat(due(new RunSchedule(PLAN, 2, 0, 12))).containsExactly(Task.LOOK, Task.SAVE);
        assertThat(due(new RunSchedule(PLAN, 2, 3, 12))).isEmpty();
    }

    @Test
    void looksTakesSnapshotsAndRecordsAtTheirSteps() {
        RunSchedule schedule = new RunSchedule(PLAN, 2, 1, 13);

        assertThat(at(schedule, 3)).isEmpty();
        assertThat(at(schedule, 4)).containsExactly(Task.RECORD, Task.LOOK);
        assertThat(at(schedule, 6)).containsExactly(Task.RECORD, Task.SNAPSHOT);
        assertThat(at(schedule, 12)).containsExactly(Task.RECORD, Task.LOOK, Task.SNAPSHOT);
        assertThat(at(schedule, 13)).containsExactly(Task.RECORD, Task.LOOK, Task.SAVE, Task.FINISH, Task.END);
    }

    @Test
    void savesAtTheNextPointOfTheCurves() {
        RunSchedule schedule = new RunSchedule(PLAN, 2, 1, 12);

        schedule.wantSave();

        assertThat(at(schedule, 3)).isEmpty();
        assertThat(at(schedule, 4)).containsExactly(Task.RECORD, Task.LOOK, Task.SAVE);
        assertThat(at(schedule, 6)).doesNotContain(Task.SAVE);
    }

    @Test
    void makesTheCheckpointAgainWhereAllStepsAreTaken() {
        RunSchedule schedule = new RunSchedule(PLAN, 2, 12, 12);

        assertThat(schedule.ending()).isTrue();
        assertThat(due(schedule)).containsExactly(Task.RECORD, Task.LOOK, Task.SAVE, Task.FINISH, Task.END);
    }

    @Test
    void makesNoCheckpointWhenItIsToStop() {
        RunSchedule schedule = new RunSchedule(PLAN, 2, 1, 12);
        schedule.stepped(12);

        schedule.stop();

        assertThat(due(schedule)).containsExactly(Task.RECORD, Task.SAVE, Task.END);
    }

    @Test
    void knowsTheBestByWords() {
        assertThat(Yardstick.parse("lowest fid").better(1, 2)).isTrue();
        assertThat(Yardstick.parse("highest psnr").better(1, 2)).isFalse();
        assertThatThrownBy(() -> Yardstick.parse("fid"))
                .hasMessage("'fid' names no best: write 'lowest' or 'highest' and a figure, as in 'lowest fidRandom'.");
    }

    private static List<Task> at(RunSchedule schedule, int step) {
        schedule.stepped(step);
        return due(schedule);
    }

    private static List<Task> due(RunSchedule schedule) {
        List<Task> tasks = new ArrayList<>();
        for (Task task = schedule.next(); task != Task.STEP; task = schedule.next()) {
            tasks.add(task);
        }
        return tasks;
    }
}
