package org.balancehead.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.VersionMetrics;

/** The model versions in memory, their sessions, and how these move from one to the next. */
final class VersionMeters implements VersionMetrics {
    private final AtomicInteger held;
    private final MultiGauge sessions;
    private final AtomicInteger moves;
    private final AtomicInteger waiting;
    private final AtomicInteger limit;
    private final Counter moved;
    private final Counter stayed;

    VersionMeters(Meters meters) {
        held = meters.number("models.held", "Model versions in memory");
        sessions = MultiGauge.builder("balancehead.model.sessions")
                .description("Sessions of each model version in memory")
                .register(meters.registry());
        moves = meters.number("moves", "Sessions whose avatars are being made again on another version");
        waiting = meters.number("moves.waiting", "Sessions that wait for that");
        limit = meters.number("moves.limit", "Sessions that may be moving at a time");
        moved = ended(meters, "moved");
        stayed = ended(meters, "stayed");
    }

    private static Counter ended(Meters meters, String how) {
        return meters.counter(
                "moves.ended",
                "Moves of sessions to another version: those that moved, and those that stayed after all",
                "how",
                how);
    }

    @Override
    public void modelsHeld(Map<Integer, Integer> sessionsOfVersions) {
        held.set(sessionsOfVersions.size());
        sessions.register(
                sessionsOfVersions.entrySet().stream()
                        .<MultiGauge.Row<?>>map(version -> MultiGauge.Row.of(
                                Tags.of("model", version.getKey().toString()), version.getValue()))
                        .toList(),
                true);
    }

    @Override
    public void moves(int underWay, int waitingSessions, int most) {
        moves.set(underWay);
        waiting.set(waitingSessions);
        limit.set(most);
    }

    @Override
    public void moveEnded(boolean hasMoved) {
        (hasMoved ? moved : stayed).increment();
    }
}
