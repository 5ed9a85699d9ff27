package org.balancehead.actors.session;

import java.util.Map;
import org.balancehead.actors.SessionId;

/** What log events say besides their sentence, so that programs can sort them by session. */
final class LogFields {
    /** The session that an event is about. */
    static final String SESSION = "session";

    /** The connection that it is about; the first one of a session has the session's id. */
    static final String CONNECTION = "connection";

    private LogFields() {}

    static Map<String, String> ofSession(SessionId id) {
        return Map.of(SESSION, id.value());
    }

    static Map<String, String> ofConnection(SessionId id) {
        return Map.of(CONNECTION, id.value());
    }
}
