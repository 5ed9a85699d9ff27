package org.balancehead.actors.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is and what it could write; and how it ends, in one sentence for the user, and where there was trouble
 * a second one that names the last state.
 */
final class RunLedger {
    private final int steps;
    private final Path checkpoint;
    private int step;
    private @Nullable Path state;
    private @Nullable String notSaved;
    private @Nullable String notPublished;

    /**
     * A run that begins.
     *
     * @param step that it begins at
     * @param steps there are to take
     * @param state that it goes on from, if there is one
     * @param checkpoint where the last checkpoint belongs
     */
    RunLedger(int step, int steps, @Nullable Path state, Path checkpoint) {
        this.step = step;
        this.steps = steps;
        this.state = state;
        this.checkpoint = checkpoint;
    }

    int step() {
        return step;
    }

    int steps() {
        return steps;
    }

    /** Where the last checkpoint belongs. */
    Path checkpoint() {
        return checkpoint;
    }

    void stepped() {
        step++;
    }

    void saved(Path written) {
        state = written;
        notSaved = null;
    }

    /** Says that the state of this step could not be written. */
    String notSaved(String reason) {
        notSaved = reason;
        return "The state of step %d could not be written (%s).%s".formatted(step, reason, kept());
    }

    void notPublished(String reason) {
        notPublished = reason;
    }

    RunEnd stopped() {
        return notSaved != null
                ? unsaved(notSaved)
                : good("Stopped at step %d of %d, with its state saved: add --resume to go on.".formatted(step, steps));
    }

    RunEnd stoppedBeforeTheFirstStep() {
        return good("Stopped before the first step: nothing had to be saved.");
    }

    RunEnd finished() {
        if (notSaved != null) {
            return unsaved(notSaved);
        }
        if (notPublished != null) {
            return bad(
                    "The checkpoint could not be written (%s): make room, then add --resume.".formatted(notPublished));
        }
        return good(
                step < steps
                        ? "Time is up at step %d of %d: the checkpoint is %s; add --resume to go on."
                                .formatted(step, steps, checkpoint)
                        : "%d steps are taken: the checkpoint is %s.".formatted(step, checkpoint));
    }

    private RunEnd unsaved(String reason) {
        return bad("The last state, of step %d, could not be written (%s): make room, then add --resume."
                .formatted(step, reason));
    }

    RunEnd notBegun(String reason) {
        return new RunEnd(false, "The run could not begin: %s.".formatted(reason));
    }

    RunEnd diverged(String sentence) {
        return bad(sentence);
    }

    RunEnd collapsed(double variety, double least) {
        return bad(
                "Training collapsed: all heads became one (variety %.3f at step %d, least %.3f); begin anew with another seed or weights of the losses."
                        .formatted(variety, step, least));
    }

    RunEnd trainerDied(Throwable cause) {
        return bad("Training failed at step %d: %s.".formatted(step, cause));
    }

    RunEnd noBatches(Throwable cause) {
        return bad("The batches after step %d cannot be drawn: %s.".formatted(step, cause));
    }

    RunEnd broken() {
        return bad("The run broke at step %d: see the log.".formatted(step));
    }

    private static RunEnd good(String sentence) {
        return new RunEnd(true, sentence);
    }

    private RunEnd bad(String sentence) {
        return new RunEnd(false, sentence + kept());
    }

    /** Names the last state, if there is one, as a sentence after another. */
    private String kept() {
        return state == null ? "" : " The last state is %s.".formatted(state);
    }
}
