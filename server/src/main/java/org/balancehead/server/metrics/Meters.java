package org.balancehead.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes meters, named {@code balancehead.*}. Tags are names and values in turn.
 *
 * @param registry that they are in
 */
record Meters(MeterRegistry registry) {
    /** A gauge's number, 0 at first. */
    AtomicInteger number(String name, String description, String... tags) {
        AtomicInteger number = new AtomicInteger();
        Gauge.builder("balancehead." + name, number, AtomicInteger::get)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
        return number;
    }

    Counter counter(String name, String description, String... tags) {
        return Counter.builder("balancehead." + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** A counter for each value of an enumeration, which is the last of its tags. */
    <E extends Enum<E>> Map<E, Counter> counters(
            Class<E> values, String label, String name, String description, String... tags) {
        Map<E, Counter> counters = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            counters.put(
                    value,
                    Counter.builder("balancehead." + name)
                            .description(description)
                            .tags(tags)
                            .tag(label, tag(value))
                            .register(registry));
        }
        return counters;
    }

    /** A value as a tag shows it. */
    static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
