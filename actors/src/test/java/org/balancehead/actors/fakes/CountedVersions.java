package org.balancehead.actors.fakes;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.balancehead.actors.metrics.VersionMetrics;

/** Remembers which versions are in memory, and how sessions moved between them. */
public final class CountedVersions implements VersionMetrics {
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicInteger stayed = new AtomicInteger();
    private final AtomicInteger mostMoves = new AtomicInteger();
    private volatile Map<Integer, Integer> held = Map.of();
    private volatile Runnable whenTold = () -> {};

    /** Sessions of the model versions in memory, by number. */
    public Map<Integer, Integer> held() {
        return held;
    }

    /** Does that each time it is told which versions are held. */
    public void whenTold(Runnable what) {
        whenTold = what;
    }

    /** Sessions that have moved to another version. */
    public int moved() {
        return moved.get();
    }

    /** Sessions that stayed where they were, although they were to move. */
    public int stayed() {
        return stayed.get();
    }

    /** The most moves that were ever under way. */
    public int mostMoves() {
        return mostMoves.get();
    }

    @Override
    public void modelsHeld(Map<Integer, Integer> sessions) {
        held = Map.copyOf(sessions);
        whenTold.run();
    }

    @Override
    public void moves(int underWay, int waiting, int limit) {
        mostMoves.accumulateAndGet(underWay, Math::max);
    }

    @Override
    public void moveEnded(boolean hasMoved) {
        (hasMoved ? moved : stayed).incrementAndGet();
    }
}
