package org.balancehead.actors.deployment;

/** Why an operator's request is refused. */
public enum Refusal {
    /** The folder is not below one of those that checkpoints may come from. */
    FORBIDDEN_FOLDER,
    /** The checkpoint is not whole, or is none. */
    BAD_CHECKPOINT,
    /** The disk is full. */
    NO_SPACE,
    /** The folder of uploaded checkpoints cannot be written. */
    UNWRITABLE,
    /** Another version is being loaded, or as many as may be are in memory; later there may be room. */
    NO_ROOM,
    /** No version served before the one that serves. */
    NO_PREVIOUS,
    /** There is no deployment of that number. */
    UNKNOWN_DEPLOYMENT,
    /** The deployment is not at a point where that can be done. */
    WRONG_STATE
}
