package org.balancehead.actors.registry;

import java.time.Duration;
import org.balancehead.actors.SessionId;
import org.balancehead.protocol.message.ViewMode;

/**
 * One session as operators see it; nothing of the person.
 *
 * @param age since it was admitted
 * @param state whether its client is there
 * @param model number of the version that it is on
 * @param mode how its client looks at the head
 * @param viewsPerSecond shown lately
 * @param views shown, all
 * @param dropped camera frames and views that came to nothing
 */
public record SessionSummary(
        SessionId id,
        Duration age,
        State state,
        int model,
        ViewMode mode,
        double viewsPerSecond,
        long views,
        long dropped) {
    /** Whether a session's client is there. */
    public enum State {
        LIVE,
        /** It waits for its client to come back. */
        PARKED,
        /** Its avatar is being made again on another version. */
        MOVING
    }
}
