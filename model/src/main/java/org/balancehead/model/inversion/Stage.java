package org.balancehead.model.inversion;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** The stage after this one, or null after the last. */
    @Nullable
    Stage next() {
        return switch (this) {
            case ENCODER -> W;
            case W -> W_PLUS;
            case W_PLUS -> TUNING;
            case TUNING -> null;
        };
    }

    /** The stage of that name, if there is one. */
    static Optional<Stage> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.wireName.equals(name))
                .findFirst();
    }

    /** The name that clients and reports see. */
    public String wireName() {
        return wireName;
    }
}
