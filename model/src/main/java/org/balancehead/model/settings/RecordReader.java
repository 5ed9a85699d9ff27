package org.balancehead.model.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.lang.reflect.Constructor;
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
 * absent. Components are {@code int}, {@code long}, {@code double}, {@code boolean}, enums, records, sealed interfaces
 * of records, whose {@code kind} says which, and optional numbers and records. {@link RecordWriter} is its inverse.
 */
public final class RecordReader {
    private final String source;

    private RecordReader(String source) {
        this.source = source;
    }

    /**
     * Reads a record.
     *
     * @param source what the configuration is, to begin messages with, such as {@code The preset 'tiny'}
     * @throws IllegalArgumentException when a key is missing, unknown or wrong: in one sentence
     */
    public static <R extends Record> R read(String source, Config config, Class<R> type) {
        return new RecordReader(source).record("", config, type);
    }

    private <R extends Record> R record(String path, Config config, Class<R> type) {
        return record(path, config, type, new TreeSet<>(config.root().keySet()));
    }

    private <R extends Record> R record(String path, Config config, Class<R> type, Set<String> unknown) {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = RecordWords.kebab(component.getName());
            unknown.remove(key);
            types.add(component.getType());
            values.add(value(path + key, key, config, component.getType(), component.getGenericType()));
        }
        if (!unknown.isEmpty()) {
            throw wrong("has no key '%s%s'; there are %s."
                    .formatted(path, unknown.iterator().next(), keys(type)));
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
            constructor.setAccessible(true); // of records that their package keeps to itself
            return constructor.newInstance(values.toArray());
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
        } else if (type == long.class) {
            return config.getLong(key);
        } else if (type == double.class || type == Double.class) {
            return config.getDouble(key);
        } else if (type == boolean.class) {
            return config.getBoolean(key);
        }
        throw new IllegalStateException("Settings hold no " + type);
    }

    private Record permitted(String path, Config config, Class<?> type) {
        if (!config.hasPath(RecordWords.KIND)) {
            throw wrong("lacks the key '" + path + RecordWords.KIND + "'.");
        }
        String kind = config.getString(RecordWords.KIND);
        Class<?>[] kinds = type.getPermittedSubclasses();
        for (Class<?> permitted : kinds) {
            if (RecordWords.kind(permitted).equals(kind)) {
                Set<String> unknown = new TreeSet<>(config.root().keySet());
                unknown.remove(RecordWords.KIND);
                return record(path, config, permitted.asSubclass(Record.class), unknown);
            }
        }
        List<String> words = Arrays.stream(kinds).map(RecordWords::kind).toList();
        throw wrong("cannot have '%s' at '%s': choose one of %s.".formatted(kind, path + RecordWords.KIND, words));
    }

    private Object constant(String path, String word, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> RecordWords.word(constant).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        wrong("cannot have '%s' at '%s': choose one of %s.".formatted(word, path, words(constants))));
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number";
        } else if (type == double.class || type == Double.class) {
            return "a number";
        } else if (type == boolean.class) {
            return "true or false";
        }
        return type.isEnum() ? "a word" : "a section";
    }

    private static List<String> words(Object[] constants) {
        return Arrays.stream(constants).map(RecordWords::word).toList();
    }

    private static List<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(c -> RecordWords.kebab(c.getName()))
                .toList();
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(source + " " + what);
    }
}
