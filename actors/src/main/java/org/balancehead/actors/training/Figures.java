package org.balancehead.actors.training;

import java.util.Map;
import java.util.TreeMap;

/** Figures in words. */
final class Figures {
    private Figures() {}

    /** Such as {@code , colour 0.0213, depth 0.0012}; nothing of none. */
    static String words(Map<String, Double> figures) {
        StringBuilder words = new StringBuilder();
        new TreeMap<>(figures).forEach((name, value) -> words.append(", %s %.4f".formatted(name, value)));
        return words.toString();
    }
}
