package org.balancehead.model.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns a configuration into records: a key for each component, in kebab case; records nest, and optional ones may be
 * absent. Components are {@code int}, {@code double}, {@code boolean}, enums, records, sealed interfaces of records,
 * whose {@code kind} says which, and optional numbers and records. {@link PresetWriter} is its inverse.
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
        return record(path, config, type, new TreeSet<>(config.root().keySet()));
    }

    private <R extends Record> R record(String path, Config config, Class<R> type, Set<String> unknown) {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = PresetWords.kebab(component.getName());
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
        Class<?> of = optional ? (Class<?>) ((ParameterizedType) genericType).getActualTypeArguments()[0] : type;
        try {
            Object found = present(path, key, config, of);
            return optional ? Optional.of(found) : found;
        } catch (ConfigException.WrongType e) {
            throw wrong("needs %s at '%s', not %s."
                    .formatted(kind(of), path, config.getValue(key).unwrapped()));
        }
    }

    private Object present(String path, String key, Config config, Class<?> type) {
        if (type.isRecord()) {
            return record(path + ".", config.getConfig(key), type.asSubclass(Record.class));
        } else if (type.isSealed()) {
            return permitted(path + ".", config.getConfig(key), type);
        } else if (type.isEnum()) {
            return constant(path, config.getString(key), type);
        } else if (type == int.class || type == Integer.class) {
            return config.getInt(key);
        } else if (type == double.class || type == Double.class) {
            return config.getDouble(key);
        } else if (type == boolean.class) {
            return config.getBoolean(key);
        }
        throw new IllegalStateException("Presets hold no " + type);
    }

    private Record permitted(String path, Config config, Class<?> type) {
        if (!config.hasPath(PresetWords.KIND)) {
            throw wrong("lacks the key '" + path + PresetWords.KIND + "'.");
        }
        String kind = config.getString(PresetWords.KIND);
        Class<?>[] kinds = type.getPermittedSubclasses();
        for (Class<?> permitted : kinds) {
            if (PresetWords.kind(permitted).equals(kind)) {
                Set<String> unknown = new TreeSet<>(config.root().keySet());
                unknown.remove(PresetWords.KIND);
                return record(path, config, permitted.asSubclass(Record.class), unknown);
            }
        }
        List<String> words = Arrays.stream(kinds).map(PresetWords::kind).toList();
        throw wrong("cannot have '%s' at '%s': choose one of %s.".formatted(kind, path + PresetWords.KIND, words));
    }

    private Object constant(String path, String word, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> PresetWords.word(constant).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        wrong("cannot have '%s' at '%s': choose one of %s.".formatted(word, path, words(constants))));
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        } else if (type == double.class || type == Double.class) {
            return "a number";
        } else if (type == boolean.class) {
            return "true or false";
        }
        return type.isEnum() ? "a word" : "a section";
    }

    private static List<String> words(Object[] constants) {
        return Arrays.stream(constants).map(PresetWords::word).toList();
    }

    private static List<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(c -> PresetWords.kebab(c.getName()))
                .toList();
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The preset '" + preset + "' " + what);
    }
}
