package org.balancehead.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the keys below one root, each against its range, and remembers them, so that keys nobody reads are refused. */
final class CheckedKeys {
    private final String root;
    private final Config config;
    private final Set<String> read = new HashSet<>();

    CheckedKeys(Config config, String root) {
        this.root = root;
        this.config = config.getConfig(root);
    }

    String text(String key) {
        String value = value(key, config::getString);
        if (value.isBlank()) {
            throw invalid(key, "is empty: give it a value");
        }
        return value;
    }

    /** As {@link #text}, for a key that may be left empty. */
    Optional<String> optionalText(String key) {
        return Optional.of(value(key, config::getString)).filter(value -> !value.isBlank());
    }

    List<String> texts(String key) {
        List<String> values = value(key, config::getStringList);
        if (values.stream().anyMatch(String::isBlank)) {
            throw invalid(key, "has an empty entry: give it a value, or remove it");
        }
        return values;
    }

    boolean flag(String key) {
        return value(key, config::getBoolean);
    }

    int integer(String key, int least, int most) {
        int value = value(key, config::getInt);
        if (value < least || value > most) {
            throw invalid(key, "is %d: it must be from %d to %d".formatted(value, least, most));
        }
        return value;
    }

    double number(String key, double least, double most) {
        double value = value(key, config::getDouble);
        if (!(value >= least && value <= most)) {
            throw invalid(key, "is %s: it must be from %s to %s".formatted(value, least, most));
        }
        return value;
    }

    Duration duration(String key, Duration least, Duration most) {
        Duration value = value(key, config::getDuration);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw invalid(
                    key, "is %s: it must be from %s to %s".formatted(inWords(value), inWords(least), inWords(most)));
        }
        return value;
    }

    /** Refuses what stands below the root and was never asked for. */
    void refuseUnknown() {
        Set<String> unknown = new TreeSet<>();
        config.entrySet().forEach(entry -> unknown.add(entry.getKey()));
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            String key = unknown.iterator().next();
            throw invalid(key, "(%s) is no setting: correct or remove it".formatted(origin(key)));
        }
    }

    private <T> T value(String key, Function<String, T> getter) {
        read.add(key);
        try {
            return getter.apply(key);
        } catch (ConfigException trouble) {
            throw new InvalidConfigException(
                    "The setting %s.%s cannot be read: %s".formatted(root, key, trouble.getMessage()), trouble);
        }
    }

    /** @param problem what follows the key in the sentence, without the full stop */
    InvalidConfigException invalid(String key, String problem) {
        return new InvalidConfigException("The setting %s.%s %s.".formatted(root, key, problem));
    }

    private String origin(String key) {
        return config.getValue(key).origin().description();
    }

    private static String inWords(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
