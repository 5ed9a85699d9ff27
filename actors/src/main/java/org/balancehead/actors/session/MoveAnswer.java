package org.balancehead.actors.session;

import org.balancehead.actors.SessionId;

/** What became of a session's move to other devices; the first word about it that its orderer hears. */
public sealed interface MoveAnswer {
    SessionId session();

    /** Number of the model version that it was to. */
    int number();

    /** The session is there, and asks its former devices for nothing any more. */
    record Moved(SessionId session, int number) implements MoveAnswer {}

    /** The session stays where it was, and asks the other devices for nothing any more. */
    record Stayed(SessionId session, int number, String sentence) implements MoveAnswer {}
}
