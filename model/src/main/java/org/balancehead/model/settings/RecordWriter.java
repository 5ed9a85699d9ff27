package org.balancehead.model.settings;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Turns records into the text that {@link RecordReader} reads; it is JSON. */
public final class RecordWriter {
    private RecordWriter() {}

    /** The record as JSON. */
    public static String write(Record record) {
        ConfigRenderOptions options =
                ConfigRenderOptions.defaults().setOriginComments(false).setComments(false);
        return ConfigValueFactory.fromMap(section(record)).render(options);
    }

    private static Map<String, Object> section(Record record) {
        Map<String, Object> keys = new LinkedHashMap<>();
        boolean chosen = Arrays.stream(record.getClass().getInterfaces()).anyMatch(Class::isSealed);
        if (chosen) {
            keys.put(RecordWords.KIND, RecordWords.kind(record.getClass()));
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            value(component, record).ifPresent(value -> keys.put(RecordWords.kebab(component.getName()), value));
        }
        return keys;
    }

    private static Optional<Object> value(RecordComponent component, Record record) {
        try {
            Object value = component.getAccessor().invoke(record);
            return value instanceof Optional<?> optional
                    ? optional.map(RecordWriter::plain)
                    : Optional.of(plain(value));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record whose components cannot be read: " + record, e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Record record) {
            return section(record);
        }
        return value instanceof Enum<?> ? RecordWords.word(value) : value;
    }
}
