package org.balancehead.model.training;

import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.Checkpoint;

/**
 * The time that a training takes by the clock, what came before its last stop included, however busy the machine is.
 */
public final class TrainingTime {
    private static final String HOURS = "hours";
    private static final double NANOS_AN_HOUR = 3600e9;
    private static final double ROUNDED_TO = 1000;

    private final double before;
    private final long begin = System.nanoTime();

    private TrainingTime(double before) {
        this.before = before;
    }

    /** Begins now; on a state, after the hours that it was written at, which an older one does not say. */
    public static TrainingTime after(Optional<Checkpoint> state) {
        return new TrainingTime(
                state.map(old -> old.manifest().training().get(HOURS)).orElse(null) instanceof Number hours
                        ? hours.doubleValue()
                        : 0);
    }

    /** Says in what a manifest tells of a training how many hours it has taken until now, to the thousandth. */
    public void note(Map<String, Object> training) {
        double hours = before + (System.nanoTime() - begin) / NANOS_AN_HOUR;
        training.put(HOURS, Math.round(hours * ROUNDED_TO) / ROUNDED_TO);
    }
}
