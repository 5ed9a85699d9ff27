package org.balancehead.server.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.balancehead.actors.metrics.ServiceMetrics;
import org.balancehead.server.http.Readiness;
import org.jspecify.annotations.Nullable;

/** Whether the server takes sessions: all of its parts are ready, and it is not being drained. */
final class PartsReadiness implements ServiceMetrics, Readiness {
    private final Map<String, State> parts = new ConcurrentHashMap<>();
    private volatile @Nullable String draining;

    @Override
    public State state() {
        return Optional.ofNullable(draining).map(why -> new State(false, why)).orElseGet(this::ofParts);
    }

    private State ofParts() {
        return parts.values().stream()
                .filter(part -> !part.ready())
                .findFirst()
                .orElseGet(() -> parts.isEmpty()
                        ? new State(false, "The model is still being loaded.")
                        : new State(true, "Ready."));
    }

    @Override
    public void partReady(String part, boolean ready, String sentence) {
        parts.put(part, new State(ready, sentence));
    }

    @Override
    public void draining(String sentence) {
        draining = sentence;
    }
}
