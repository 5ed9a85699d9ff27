package org.balancehead.protocol.message;

/** Why the server asks a client to leave. */
public enum GoAwayReason implements WireNamed {
    DRAIN("drain"),
    RESTART("restart"),
    LIMIT("limit");

    private final String wireName;

    GoAwayReason(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
