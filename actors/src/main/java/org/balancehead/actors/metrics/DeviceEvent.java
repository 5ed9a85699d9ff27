package org.balancehead.actors.metrics;

/** What befell a device. */
public enum DeviceEvent {
    /** Its worker failed. */
    CRASH,
    /** A piece of work ran out of memory, or gave numbers that are none; the worker goes on. */
    JOB_FAILURE,
    /** Its worker did not come back from a piece of work, and was left behind. */
    HANG,
    /** A fresh worker took over after a crash or a hang. */
    RESTART,
    /** It failed too often, and is not tried again. */
    GIVEN_UP
}
