package org.balancehead.server.load;

import java.util.List;
import java.util.Optional;

/**
 * What a load came to.
 *
 * @param visits one a visitor
 * @param seconds that they stayed
 * @param before the server's metrics when the first visitor came; empty where they are not to be had
 * @param after the server's metrics when all had gone
 * @param memory the server's, once a second; empty where it is not to be had
 */
record LoadOutcome(
        List<Visit> visits,
        double seconds,
        Optional<MetricsText> before,
        Optional<MetricsText> after,
        List<MemoryPoint> memory) {
    LoadOutcome {
        visits = List.copyOf(visits);
        memory = List.copyOf(memory);
    }
}
