package org.balancehead.model.reference;

import java.util.Map;

/** The rendering options of a snapshot's generator, by the reference projects' names. */
final class RenderingOptions {
    private final ModuleFacts facts;
    private final Map<?, ?> options;

    RenderingOptions(ModuleFacts facts) {
        this.facts = facts;
        if (facts.attribute("", "rendering_kwargs") instanceof Map<?, ?> map) {
            options = map;
        } else {
            throw facts.refusal("has no rendering options");
        }
    }

    double number(String key) {
        if (options.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw facts.refusal("needs a number as rendering option '%s', not %s".formatted(key, options.get(key)));
    }

    double number(String key, double absent) {
        return options.containsKey(key) ? number(key) : absent;
    }

    int count(String key) {
        double number = number(key);
        if (number != Math.rint(number) || Math.abs(number) > 1e6) {
            throw facts.refusal("needs a whole number as rendering option '%s', not %s".formatted(key, number));
        }
        return (int) number;
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(options.get(key));
    }

    String word(String key, String absent) {
        return options.get(key) instanceof String word ? word : absent;
    }

    /** Refuses what no published head model uses and this program does not do. */
    void refuseWhatIsNotRendered() {
        if (flag("disparity_space_sampling") || flag("white_back")) {
            throw facts.refusal("samples in disparity space or stands on white, which is not supported");
        }
        if (!word("clamp_mode", "softplus").equals("softplus")) {
            throw facts.refusal("activates densities by '%s', not softplus".formatted(word("clamp_mode", "")));
        }
        if (!word("superresolution_noise_mode", "none").equals("none")) {
            throw facts.refusal("adds noise in super-resolution, which is not supported");
        }
    }
}
