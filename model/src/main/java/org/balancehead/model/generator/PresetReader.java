package org.balancehead.model.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns a configuration into records: a key for each component, in kebab case; records nest, optional ones may be
 * absent. Components are {@code int}, {@code double}, {@code boolean}, enums, records and optional records.
 */
final class PresetReader {
    private final String preset;

    private PresetReader(String preset) {
        this.preset = preset;
    }

    static <R extends Record> R read(String preset, Config config, Class<R> type) {
        return new PresetReader(preset).record("", config, type);
    }

    private <R extends Record> R record(String path, Config config, Class<R> type) {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        Set<String> unknown = new TreeSet<>(config.root().keySet());
        for (RecordComponent component : type.getRecordComponents()) {
            String key = kebab(component.getName());
            unknown.remove(key);
            types.add(component.getType());
            values.add(value(path + key, key, config, component.getType(), component.getGenericType()));
        }
        if (!unknown.isEmpty()) {
            throw wrong("has no key '%s%s'; there are %s."
                    .formatted(path, unknown.iterator().next(), keys(type)));
        }
        try {
            return type.getDeclaredConstructor(types.toArray(Class<?>[]::new)).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw wrong("is wrong at '%s': %s"
                    .formatted(
                            path.replaceFirst("\\.$", ""),
                            e.getTargetException().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record without its own constructor: " + type, e);
        }
    }

    private Object value(String path, String key, Config config, Class<?> type, Type genericType) {
        boolean optional = type == Optional.class;
        if (!config.hasPath(key)) {
            if (optional) {
                return Optional.empty();
            }
            throw wrong("lacks the key '" + path + "'.");
        }
        try {
            if (optional) {
                Class<?> of = (Class<?>) ((ParameterizedType) genericType).getActualTypeArguments()[0];
                return Optional.of(section(path, config.getObject(key), of));
            } else if (type.isRecord()) {
                return section(path, config.getObject(key), type);
            } else if (type.isEnum()) {
                return constant(path, config.getString(key), type);
            } else if (type == int.class) {
                return config.getInt(key);
            } else if (type == double.class) {
                return config.getDouble(key);
            } else if (type == boolean.class) {
                return config.getBoolean(key);
            }
        } catch (ConfigException.WrongType e) {
            throw wrong("needs %s at '%s', not %s."
                    .formatted(kind(type), path, config.getValue(key).unwrapped()));
        }
        throw new IllegalStateException("Presets hold no " + type);
    }

    private Record section(String path, ConfigObject object, Class<?> type) {
        return record(path + ".", object.toConfig(), type.asSubclass(Record.class));
    }

    private Object constant(String path, String word, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        wrong("cannot have '%s' at '%s': choose one of %s.".formatted(word, path, words(constants))));
    }

    private static String kind(Class<?> type) {
        if (type == int.class) {
            return "a whole number";
        } else if (type == double.class) {
            return "a number";
        } else if (type == boolean.class) {
            return "true or false";
        }
        return type.isEnum() ? "a word" : "a section";
    }

    private static List<String> words(Object[] constants) {
        return Arrays.stream(constants).map(PresetReader::word).toList();
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(c -> kebab(c.getName()))
                .toList();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The preset '" + preset + "' " + what);
    }
}
