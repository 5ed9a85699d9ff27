package org.balancehead.protocol.message;

/** The stage that a reconstruction is in, as clients see it. */
public enum ProgressStage implements WireNamed {
    ENCODER("encoder"),
    W("w"),
    W_PLUS("w+"),
    TUNING("tuning"),
    DONE("done");

    private final String wireName;

    ProgressStage(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
