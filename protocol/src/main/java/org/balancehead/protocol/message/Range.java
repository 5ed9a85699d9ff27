package org.balancehead.protocol.message;

/** Range checks of message fields, with the sentence that clients get. */
final class Range {
    private Range() {}

    static void check(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be from %d to %d.".formatted(field, value, least, most));
        }
    }

    static void check(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s is %s, but must be from %s to %s.".formatted(field, value, least, most));
        }
    }

    static void checkFinite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s is %s, but must be finite.".formatted(field, value));
        }
    }

    static void checkLength(String field, String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    "%s has %d characters, but at most %d are allowed.".formatted(field, value.length(), most));
        }
    }
}
