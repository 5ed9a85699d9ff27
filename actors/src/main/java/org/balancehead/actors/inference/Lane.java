package org.balancehead.actors.inference;

/** A row of work that a device does one piece at a time, on a thread of its own, beside its other lanes. */
public enum Lane {
    /** Views: somebody waits for the picture. */
    RENDERING,
    /** Slices of inversions. */
    INVERTING,
    /** Camera frames in which a face is looked for. */
    ANALYSING
}
