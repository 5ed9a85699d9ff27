package org.balancehead.actors.metrics;

import java.util.Map;

/** The model versions in memory, and how sessions move from one to the next. */
public interface VersionMetrics {
    /** The model versions in memory now, by number, and how many sessions each has. */
    void modelsHeld(Map<Integer, Integer> sessions);

    /** Sessions whose avatars are being made again on another version, those that wait for that, and the bound. */
    void moves(int underWay, int waiting, int limit);

    /** A session's move to another version ended; it is there, or stays where it was. */
    void moveEnded(boolean moved);
}
