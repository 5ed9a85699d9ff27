package org.balancehead.actors.metrics;

/** How a device stands. */
public enum DeviceState {
    /** It has never taken work yet. */
    OPENING,
    /** It takes work. */
    READY,
    /** Its worker failed, and a fresh one opens. */
    RESTARTING,
    /** It failed too often, and is not tried again. */
    GIVEN_UP;

    /** Whether it takes work, or did and soon will again. */
    public boolean lives() {
        return this == READY || this == RESTARTING;
    }
}
