package org.balancehead.protocol.message;

/** Why the server closes a socket, as a WebSocket close code (RFC 6455 §7.4 and its registry). */
public enum CloseCode {
    /** After {@code bye}. */
    NORMAL(1000),
    /** For what the client did. */
    POLICY(1008),
    TOO_LARGE(1009),
    INTERNAL(1011),
    RESTART(1012),
    OVERLOADED(1013);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
