package org.balancehead.actors.deployment;

import java.util.Locale;

/** Where a version is in its life. */
public enum ModelState {
    /** Being opened, warmed up and looked at; nobody uses it. */
    LOADING,
    /** It is tried: a share of new sessions begins on it. */
    CANARY,
    /** New sessions begin on it. */
    SERVING,
    /** Sessions that began on it stay; no new ones come. */
    DRAINING,
    /** Its last session has gone, and its memory is freed; a rollback loads it again. */
    RETIRED,
    /** It failed, or its first view was no picture. */
    REFUSED,
    /** It was tried, and taken back: by itself, because it did not hold, or by an operator. */
    ROLLED_BACK;

    /** The name that operators see, such as {@code rolled-back}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
