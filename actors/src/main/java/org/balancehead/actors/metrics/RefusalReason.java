package org.balancehead.actors.metrics;

/** Why an upgrade was refused. */
public enum RefusalReason {
    /** The server is being drained, or ends. */
    DRAINING,
    /** The model is not open yet. */
    LOADING,
    /** A device is given up. */
    OUT_OF_SERVICE,
    /** All configured places are taken. */
    PLACES,
    /** The devices could not give one session more its least rate of views. */
    CAPACITY,
    /** The address has all the sessions that one may have. */
    ADDRESS_SESSIONS,
    /** The address opened all the sessions that one may open a minute. */
    ADDRESS_RATE;

    /** Whether it is about the one who asks, and not about the server. */
    public boolean ofAddress() {
        return this == ADDRESS_SESSIONS || this == ADDRESS_RATE;
    }
}
