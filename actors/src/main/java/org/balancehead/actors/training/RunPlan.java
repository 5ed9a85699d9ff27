package org.balancehead.actors.training;

import java.time.Duration;
import java.util.Optional;

/**
 * What one run is to leave behind, and when.
 *
 * @param name of its checkpoints
 * @param version of its checkpoints
 * @param every steps between looks: figures, variety, a sheet, the plot
 * @param snapshotEvery steps between checkpoints that are judged and published; 0 for the last one alone
 * @param saveEvery time between states
 * @param budget after which the run ends early, as if its steps were taken
 * @param yardstick which checkpoint is the best
 */
public record RunPlan(
        String name,
        String version,
        int every,
        int snapshotEvery,
        Duration saveEvery,
        Optional<Duration> budget,
        Yardstick yardstick) {
    public RunPlan {
        if (every < 1 || snapshotEvery < 0) {
            throw new IllegalArgumentException("Steps between looks are at least 1, between snapshots at least 0.");
        }
    }
}
