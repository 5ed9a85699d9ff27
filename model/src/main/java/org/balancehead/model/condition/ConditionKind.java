package org.balancehead.model.condition;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.balancehead.model.camera.CameraPose;

/** What a generator is told about the head it is to make: the four answers that the paper compares (section 4). */
public enum ConditionKind {
    /** Nothing. */
    NONE("none"),
    /** Where the head is seen from, as EG3D's and PanoHead's generators are. */
    VIEW("view"),
    /** Where from and who. */
    VIEW_AND_SEMANTIC("view+semantic"),
    /** Who is seen, and never where from: BalanceHead. */
    SEMANTIC("semantic");

    private static final int CAMERA = 25; // numbers of a label

    private final String word;

    ConditionKind(String word) {
        this.word = word;
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException when there is none: in one sentence
     */
    public static ConditionKind of(String word) {
        return Stream.of(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no condition: choose %s."
                        .formatted(
                                word,
                                Arrays.stream(values()).map(ConditionKind::word).collect(Collectors.joining(", ")))));
    }

    /** How command lines and manifests name it. */
    public String word() {
        return word;
    }

    public boolean hasView() {
        return this == VIEW || this == VIEW_AND_SEMANTIC;
    }

    public boolean hasSemantic() {
        return this == SEMANTIC || this == VIEW_AND_SEMANTIC;
    }

    /** How many numbers the condition has, where a semantic feature has so many. */
    public int length(int semantic) {
        return (hasView() ? CAMERA : 0) + (hasSemantic() ? semantic : 0);
    }

    /** The condition of a head: the camera's 25 numbers and the semantic feature behind them, as far as it has them. */
    public float[] of(CameraPose camera, float[] semantic) {
        float[] condition = new float[length(semantic.length)];
        FloatBuffer rest = FloatBuffer.wrap(condition);
        if (hasView()) {
            rest.put(camera.label());
        }
        if (hasSemantic()) {
            rest.put(semantic);
        }
        return condition;
    }
}
