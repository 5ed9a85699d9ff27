package org.balancehead.actors.training;

import org.balancehead.model.training.Training;

/**
 * What a run knows of itself. Of the run's actor alone.
 *
 * @param ledger how far it is, and what it could write
 * @param schedule what is due
 * @param variety whether the heads still differ
 * @param curves what is to be written to the curves
 * @param picturesPerStep that the training sees
 * @param watcher tells people
 */
record RunBooks(
        RunLedger ledger,
        RunSchedule schedule,
        VarietyWatch variety,
        RunCurves curves,
        int picturesPerStep,
        RunWatcher watcher) {
    /** Of a run that begins. */
    static RunBooks of(TrainingRun.Parts parts, RunPlan plan, TrainingSettings settings) {
        Training<?> training = parts.training();
        int step = training.step();
        int steps = training.steps();
        return new RunBooks(
                new RunLedger(
                        step,
                        steps,
                        step > 0 ? parts.folder().state(step) : null,
                        parts.folder().path().resolve(plan.name())),
                new RunSchedule(plan, settings.curveSteps(), step, steps),
                new VarietyWatch(settings, step),
                new RunCurves(),
                training.picturesPerStep(),
                parts.watcher());
    }
}
