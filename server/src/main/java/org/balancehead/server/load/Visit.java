package org.balancehead.server.load;

import java.util.List;
import java.util.Map;

/**
 * What one visitor saw, from coming to leaving, over all its connections.
 *
 * @param firstViewMs from the first camera frame to the first view, of each connection that began anew
 * @param ageMs of each view that reflects a camera frame: from its capture to its arrival; in mirror mode alone
 * @param gapMs between a view and the one before it on the same connection
 * @param views that came
 * @param viewsPerSecond from the first view to the end; 0 without any
 * @param lost views whose numbers were left out, or that came out of order
 * @param refused upgrades that the server refused
 * @param reconnects after connections that ended on the server's side or broke
 * @param errors how often which: what the server said, or how the connection failed
 */
record Visit(
        List<Double> firstViewMs,
        List<Double> ageMs,
        List<Double> gapMs,
        long views,
        double viewsPerSecond,
        long lost,
        long refused,
        long reconnects,
        Map<String, Integer> errors) {
    Visit {
        firstViewMs = List.copyOf(firstViewMs);
        ageMs = List.copyOf(ageMs);
        gapMs = List.copyOf(gapMs);
        errors = Map.copyOf(errors);
    }
}
