package org.balancehead.actors.metrics;

/** Why a frame, a view or a piece of work came to nothing. */
public enum DropReason {
    /** A newer camera frame came before this one was looked at. */
    CAMERA_FRAME_REPLACED,
    /** The camera frame was older than one that came before. */
    CAMERA_FRAME_STALE,
    /** The camera frame's picture could not be decoded. */
    CAMERA_FRAME_UNREADABLE,
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
    /** The view showed a person who had been forgotten meanwhile. */
    VIEW_OUTDATED,
    /** The view was due and not made, because the client or its connection was slow. */
    VIEW_SKIPPED
}
