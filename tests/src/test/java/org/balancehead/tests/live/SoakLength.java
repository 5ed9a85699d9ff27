package org.balancehead.tests.live;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a soak lasts, as it is written on the command line: {@code 180}, {@code 180s}, {@code 45m} or {@code 2h}.
 */
final class SoakLength {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})([smh]?)");

    private SoakLength() {}

    /** @throws IllegalArgumentException when it is no length */
    static Duration of(String given) {
        Matcher length = LENGTH.matcher(given.strip());
        if (!length.matches() || Integer.parseInt(length.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "-Dsoak=%s is no length: give seconds, such as 180 or 180s, minutes (45m) or hours (2h)."
                            .formatted(given));
        }
        long number = Long.parseLong(length.group(1));
        return switch (length.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
