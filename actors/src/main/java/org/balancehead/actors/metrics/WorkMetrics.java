package org.balancehead.actors.metrics;

import java.time.Duration;

/** What work took, and what came to nothing. */
public interface WorkMetrics {
    /** How long one step took. */
    void took(Step step, Duration duration);

    void dropped(DropReason reason);
}
