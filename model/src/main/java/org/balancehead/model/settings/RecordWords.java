package org.balancehead.model.settings;

import java.util.Locale;

/** How configuration files spell the names of records, components and constants. */
final class RecordWords {
    /** The key that says which record a section is, where there is a choice. */
    static final String KIND = "kind";

    private RecordWords() {}

    /** {@code inputSide} is {@code input-side}. */
    static String kebab(String name) {
        return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** {@code TriGrid} is {@code tri-grid}. */
    static String kind(Class<?> type) {
        return kebab(type.getSimpleName());
    }

    /** {@code LEAKY_RELU} is {@code leaky-relu}. */
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
