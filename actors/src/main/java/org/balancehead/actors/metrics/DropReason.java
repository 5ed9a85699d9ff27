package org.balancehead.actors.metrics;

/** Why a piece of work came to nothing, or a view that was due was not begun; see {@link FrameFate} for those begun. */
public enum DropReason {
    /** The session of the waiting work had ended. */
    SESSION_GONE,
    /** The person whom the work was for had been forgotten. */
    PERSON_FORGOTTEN,
    /** No ticket was left for the work. */
    NO_TICKET,
    /** The worker crashed on the work. */
    WORKER_CRASHED,
    /** The view waited for so long that its frame would have been late. */
    VIEW_LATE,
    /** The work ran out of memory, or gave numbers that are none. */
    JOB_FAILED,
    /** The device is given up. */
    DEVICE_FAILED,
    /** The view was due and not made, because the client or its connection was slow. */
    VIEW_SKIPPED
}
