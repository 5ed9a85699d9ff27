package org.balancehead.actors;

import java.util.Map;

/** What log events say besides their sentence, so that programs can sort them by session. */
public final class LogFields {
    /** The session that an event is about. */
    public static final String SESSION = "session";

    /** The connection that it is about; the first one of a session has the session's id. */
    public static final String CONNECTION = "connection";

    private LogFields() {}

    public static Map<String, String> ofSession(SessionId id) {
        return Map.of(SESSION, id.value());
    }

    public static Map<String, String> ofConnection(SessionId id) {
        return Map.of(CONNECTION, id.value());
    }
}
