package org.balancehead.actors.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends, in one sentence for the user, and where there was trouble a second one that names the last state.
 *
 * @param steps there are to take
 * @param checkpoint where the last checkpoint belongs
 */
record LastWords(int steps, Path checkpoint) {
    RunEnd stopped(int step) {
        return new RunEnd(
                true, "Stopped at step %d of %d, with its state saved: add --resume to go on.".formatted(step, steps));
    }

    RunEnd stoppedBeforeTheFirstStep() {
        return new RunEnd(true, "Stopped before the first step: nothing had to be saved.");
    }

    RunEnd finished(int step) {
        return new RunEnd(
                true,
                step < steps
                        ? "Time is up at step %d of %d: the checkpoint is %s; add --resume to go on."
                                .formatted(step, steps, checkpoint)
                        : "%d steps are taken: the checkpoint is %s.".formatted(step, checkpoint));
    }

    RunEnd unsaved(int step, String reason, @Nullable Path state) {
        return bad(
                "The last state, of step %d, could not be written (%s): make room, then add --resume."
                        .formatted(step, reason),
                state);
    }

    RunEnd unpublished(String reason, @Nullable Path state) {
        return bad("The checkpoint could not be written (%s): make room, then add --resume.".formatted(reason), state);
    }

    RunEnd notBegun(String reason) {
        return new RunEnd(false, "The run could not begin: %s.".formatted(reason));
    }

    RunEnd diverged(String sentence, @Nullable Path state) {
        return bad(sentence, state);
    }

    RunEnd collapsed(int step, double variety, double least, @Nullable Path state) {
        return bad(
                "Training collapsed: all heads became one (variety %.3f at step %d, least %.3f); begin anew with another seed or weights of the losses."
                        .formatted(variety, step, least),
                state);
    }

    RunEnd trainerDied(int step, Throwable cause, @Nullable Path state) {
        return bad("Training failed at step %d: %s.".formatted(step, cause), state);
    }

    RunEnd noBatches(int step, Throwable cause, @Nullable Path state) {
        return bad("The batches after step %d cannot be drawn: %s.".formatted(step, cause), state);
    }

    RunEnd broken(int step, @Nullable Path state) {
        return bad("The run broke at step %d: see the log.".formatted(step), state);
    }

    /** Names the last state, if there is one, as a sentence after another. */
    static String kept(@Nullable Path state) {
        return state == null ? "" : " The last state is %s.".formatted(state);
    }

    private static RunEnd bad(String sentence, @Nullable Path state) {
        return new RunEnd(false, sentence + kept(state));
    }
}
