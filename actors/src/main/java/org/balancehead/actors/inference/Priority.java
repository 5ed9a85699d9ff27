package org.balancehead.actors.inference;

/** How urgent a piece of work is among those of its lane; the first is the most urgent. */
public enum Priority {
    /** Somebody sees nothing yet. */
    FIRST_VIEW,
    /** Somebody watches. */
    FOREGROUND,
    /** Nobody waits for it. */
    BACKGROUND
}
