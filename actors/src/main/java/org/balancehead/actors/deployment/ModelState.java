package org.balancehead.actors.deployment;

/** Where a version is in its life. */
public enum ModelState {
    /** Being opened, warmed up and looked at; nobody uses it. */
    LOADING,
    /** New sessions begin on it. */
    SERVING,
    /** Sessions that began on it stay; no new ones come. */
    DRAINING,
    /** Its last session has gone, and its memory is freed; a rollback loads it again. */
    RETIRED,
    /** It failed, or its first view was no picture. */
    REFUSED
}
