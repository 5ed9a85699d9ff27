package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.Optional;

/**
 * A deployment as operators see it; its number is its version's.
 *
 * @param verdict what the trial came to, in one sentence
 * @param trial while it is tried
 */
public record Deployment(ModelEntry model, Optional<String> verdict, Optional<Trial> trial) {
    /**
     * How it does while it is tried.
     *
     * @param share of new sessions that begin on it
     * @param left until it is promoted if nothing speaks against it
     */
    public record Trial(double share, Duration left, Observed canary, Observed serving) {}
}
