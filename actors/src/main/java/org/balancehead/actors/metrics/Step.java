package org.balancehead.actors.metrics;

/** A step of a frame's way through, or of a reconstruction. */
public enum Step {
    /** A camera frame's JPEG to pixels. */
    DECODE,
    /** A piece of work in a device's queue. */
    QUEUE,
    /** Face analysis of one frame. */
    ANALYSE,
    /** One inversion slice. */
    SLICE,
    /** One view. */
    RENDER,
    /** A view's pixels to the agreed size and codec. */
    ENCODE,
    /** From one view to the next of the same stream, both on their way to the socket. */
    VIEW_GAP,
    /** From a view's way to the socket to the client's word that it was shown. */
    ROUND_TRIP,
    /** From the first good frame to the first view on the socket. */
    FIRST_VIEW,
    /** In mirror mode: from a camera frame's coming to the socket's taking of a view that reflects it. */
    FRAME_AGE
}
