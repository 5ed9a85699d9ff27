package org.balancehead.actors.metrics;

/** What became of a camera frame that a session took, or of a view that it began to make; each has exactly one. */
public enum FrameFate {
    /** Camera frame: it was looked at. */
    ANALYSED,
    /** View: the socket took it. */
    SHOWN,
    /** Camera frame: a newer one came before it was looked at. */
    REPLACED,
    /** Camera frame: it was older than one that came before. */
    STALE,
    /** Camera frame: its picture could not be decoded. */
    UNREADABLE,
    /** View: it showed a person or a revision that is no more. */
    OUTDATED,
    /** View: the device had no avatar to show. */
    NO_AVATAR,
    /** View: its client lost the connection. */
    CUT_OFF,
    /** The device refused the work, or lost it. */
    REFUSED,
    /** Its session ended. */
    SESSION_GONE
}
