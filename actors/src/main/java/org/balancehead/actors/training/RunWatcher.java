package org.balancehead.actors.training;

import java.util.Map;

/** Shows a run to people. Called by the run, one call at a time; must not block for long. */
public interface RunWatcher {
    /** Before the first step; {@code share} 0…1. */
    void preparing(double share);

    /** After each step. */
    void stepped(Progress progress);

    /** Something that happened. */
    void say(String sentence);

    /**
     * How far a run is.
     *
     * @param step steps taken
     * @param steps there are to take
     * @param pictures that a step looks at
     * @param figures means since the last point of the curves
     * @param batchesAhead batches that wait for the trainer
     */
    record Progress(int step, int steps, int pictures, Map<String, Double> figures, int batchesAhead) {}
}
