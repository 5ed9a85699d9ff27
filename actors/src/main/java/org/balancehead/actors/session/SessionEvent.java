package org.balancehead.actors.session;

import org.balancehead.actors.SessionId;
import org.balancehead.actors.connection.Arrival;

/** What the owner of a session hears. */
public sealed interface SessionEvent {
    /** The session has no connection. */
    record Parked(SessionId session) implements SessionEvent {}

    /** The session goes on over that connection. */
    record Returned(SessionId session, SessionId connection) implements SessionEvent {}

    /** The token is not good: who came is to have a new session. */
    record NotReturned(Arrival arrival) implements SessionEvent {}
}
