package org.balancehead.actors.training;

/** Sees when all heads become one: variety below a bound in several looks in a row. */
final class VarietyWatch {
    private final TrainingSettings settings;
    private int strikes;
    private int well;

    /** @param step where the run begins, and where all is taken to be well */
    VarietyWatch(TrainingSettings settings, int step) {
        this.settings = settings;
        well = step;
    }

    /** Takes a look into account; true when the run is to end. A figure that is not a number is too little. */
    boolean collapsed(int step, double variety) {
        if (step < settings.warmUpSteps() || variety >= settings.leastVariety()) {
            strikes = 0;
            well = step;
            return false;
        }
        strikes++;
        return strikes >= settings.strikes();
    }

    /** Whether the last look was bad: then no state takes the place of a good one. */
    boolean inDoubt() {
        return strikes > 0;
    }

    /** The step of the last good look. */
    int well() {
        return well;
    }
}
