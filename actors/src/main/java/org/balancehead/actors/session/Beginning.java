package org.balancehead.actors.session;

import org.balancehead.actors.SessionId;
import org.balancehead.actors.connection.Arrival;

/**
 * How a session begins.
 *
 * @param arrival whose session it is
 * @param resumeExpired whether the client wanted another session, which is over
 */
public record Beginning(Arrival arrival, boolean resumeExpired, Agreement agreement, Devices devices) {
    /** Of the session. */
    public SessionId id() {
        return arrival.id();
    }
}
