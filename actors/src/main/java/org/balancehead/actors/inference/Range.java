package org.balancehead.actors.inference;

import java.time.Duration;

/** What settings may be; each refusal is an {@link IllegalArgumentException} of one sentence. */
final class Range {
    private Range() {}

    static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be from %d to %d.".formatted(name, value, least, most));
        }
    }

    static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be more than nothing.".formatted(name, value));
        }
    }

    static void checkOrder(String name, Duration value, String mostName, Duration most) {
        if (value.isNegative() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s, but must be from 0 to %s, %s.".formatted(name, value, mostName, most));
        }
    }
}
