package org.balancehead.model.generator;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Turns the records of a preset into the text that {@link PresetReader} reads; it is JSON. */
final class PresetWriter {
    private PresetWriter() {}

    static String write(Record preset) {
        ConfigRenderOptions options =
                ConfigRenderOptions.defaults().setOriginComments(false).setComments(false);
        return ConfigValueFactory.fromMap(section(preset)).render(options);
    }

    private static Map<String, Object> section(Record record) {
        Map<String, Object> keys = new LinkedHashMap<>();
        boolean chosen = Arrays.stream(record.getClass().getInterfaces()).anyMatch(Class::isSealed);
        if (chosen) {
            keys.put(PresetWords.KIND, PresetWords.kind(record.getClass()));
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            value(component, record).ifPresent(value -> keys.put(PresetWords.kebab(component.getName()), value));
        }
        return keys;
    }

    private static Optional<Object> value(RecordComponent component, Record record) {
        try {
            Object value = component.getAccessor().invoke(record);
            return value instanceof Optional<?> optional
                    ? optional.map(PresetWriter::plain)
                    : Optional.of(plain(value));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record whose components cannot be read: " + record, e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Record record) {
            return section(record);
        }
        return value instanceof Enum<?> ? PresetWords.word(value) : value;
    }
}
