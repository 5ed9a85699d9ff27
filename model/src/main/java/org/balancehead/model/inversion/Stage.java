package org.balancehead.model.inversion;

/** The stages of a progressive inversion, in their order (pivotal tuning after Roich et al., TOG 2022). */
public enum Stage {
    ENCODER("encoder"),
    W("w"),
    W_PLUS("w+"),
    TUNING("tuning");

    private final String wireName;

    Stage(String wireName) {
        this.wireName = wireName;
    }

    /** The name that clients and reports see. */
    public String wireName() {
        return wireName;
    }
}
