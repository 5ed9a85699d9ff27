package org.balancehead.actors.training;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the trainer does next. Between two steps, what is due comes first, in the order of {@link Task}; states fall
 * where a point of the curves does, so that a resumed run draws the same curves.
 */
final class RunSchedule {
    /** One piece of the trainer's work. */
    enum Task {
        /** Writes points of the curves. */
        RECORD,
        /** Measures what is quick to measure, and draws the sheet and the plot. */
        LOOK,
        /** Writes a checkpoint that is judged and published. */
        SNAPSHOT,
        /** Writes a state to go on from. */
        SAVE,
        /** Writes the run's last checkpoint. */
        FINISH,
        /** There is nothing left to do. */
        END,
        /** Takes a step. */
        STEP
    }

    private final RunPlan plan;
    private final int curveSteps;
    private final int steps;
    private final Set<Task> due = EnumSet.noneOf(Task.class);
    private boolean saveWanted;
    private boolean ending;

    /**
     * @param step where the run begins
     * @param steps where it ends
     */
    RunSchedule(RunPlan plan, int curveSteps, int step, int steps) {
        this.plan = plan;
        this.curveSteps = curveSteps;
        this.steps = steps;
        if (step == 0) {
            due.add(Task.LOOK);
            due.add(Task.SAVE);
        }
        if (step >= steps) {
            finish();
        }
    }

    /** So many steps are taken now. */
    void stepped(int step) {
        boolean last = step >= steps;
        boolean point = step % curveSteps == 0;
        dueIf(point, Task.RECORD);
        dueIf(last || step % plan.every() == 0, Task.LOOK);
        dueIf(!last && plan.snapshotEvery() > 0 && step % plan.snapshotEvery() == 0, Task.SNAPSHOT);
        if (saveWanted && point) {
            saveWanted = false;
            due.add(Task.SAVE);
        }
        if (last) {
            finish();
        }
    }

    private void dueIf(boolean condition, Task task) {
        if (condition) {
            due.add(task);
        }
    }

    /** A state is to be written at the next point of the curves. */
    void wantSave() {
        saveWanted = true;
    }

    /** No further steps: a last look, the last state, the last checkpoint, the end. */
    void finish() {
        ending = true;
        due.addAll(EnumSet.of(Task.RECORD, Task.LOOK, Task.SAVE, Task.FINISH, Task.END));
    }

    /** No further steps: the last state, and the end. */
    void stop() {
        ending = true;
        due.removeAll(EnumSet.of(Task.LOOK, Task.SNAPSHOT, Task.FINISH));
        due.addAll(EnumSet.of(Task.RECORD, Task.SAVE, Task.END));
    }

    /** Whether no further step is taken. */
    boolean ending() {
        return ending;
    }

    /** What is next; it is not due any more. */
    Task next() {
        Task first = due.stream().findFirst().orElse(Task.STEP); // in the enum's order
        due.remove(first);
        return first;
    }
}
