package org.balancehead.model.dataset.statistics;

import java.util.List;

/** Names of hair colours, dark to light, then those of another hue. */
final class HairColour {
    static final List<String> NAMES =
            List.of("black", "dark brown", "brown", "light brown", "dark blond", "blond", "red", "grey", "white");

    /** Luminances between the first six. */
    private static final double[] BETWEEN = {0.011, 0.021, 0.043, 0.095, 0.2};

    private static final double LEAST_RED = 2.6; // red over green
    private static final double DARKEST_RED = 0.03;
    private static final double MOST_SATURATED_GREY = 0.2;
    private static final double DARKEST_GREY = 0.1;
    private static final double GREY_TO_WHITE = 0.34;

    private HairColour() {}

    /** The name of a tint in linear r, g, b. */
    static String nameOf(double r, double g, double b) {
        double luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        double most = Math.max(r, Math.max(g, b));
        double saturation = most == 0 ? 0 : 1 - Math.min(r, Math.min(g, b)) / most;
        if (saturation < MOST_SATURATED_GREY && luminance > DARKEST_GREY) {
            return luminance < GREY_TO_WHITE ? "grey" : "white";
        }
        if (luminance > DARKEST_RED && r > LEAST_RED * g) {
            return "red";
        }
        int lighter = 0;
        while (lighter < BETWEEN.length && luminance > BETWEEN[lighter]) {
            lighter++;
        }
        return NAMES.get(lighter);
    }
}
