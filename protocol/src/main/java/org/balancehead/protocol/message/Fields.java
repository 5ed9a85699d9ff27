package org.balancehead.protocol.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read strictly: no coercion between types, {@code null} counts as absent. What does not
 * fit is an {@link IllegalArgumentException} whose message is the sentence for the peer.
 */
final class Fields {
    private static final int MAX_LIST = 16;

    private final JsonNode object;

    Fields(JsonNode object) {
        this.object = object;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String text(String name) {
        JsonNode node = required(name);
        if (!node.isTextual()) {
            throw wrongType(name, "a string", node);
        }
        return node.textValue();
    }

    String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " must be a time such as 2030-01-31T12:00:00Z.", e);
        }
    }

    long integer(String name) {
        JsonNode node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrongType(name, "a whole number", node);
        }
        return node.longValue();
    }

    /**
     * An integer that fits an int; what is outside becomes the nearest int, so that the range check words the refusal.
     */
    int int32(String name) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(name)));
    }

    int int32(String name, int absent) {
        return has(name) ? int32(name) : absent;
    }

    double number(String name) {
        JsonNode node = required(name);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw wrongType(name, "a finite number", node);
        }
        return node.doubleValue();
    }

    double number(String name, double absent) {
        return has(name) ? number(name) : absent;
    }

    OptionalDouble optionalNumber(String name) {
        return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    boolean truth(String name) {
        JsonNode node = required(name);
        if (!node.isBoolean()) {
            throw wrongType(name, "true or false", node);
        }
        return node.booleanValue();
    }

    <E extends Enum<E> & WireNamed> E constant(String name, Class<E> type) {
        String value = text(name);
        return WireNamed.find(type, value)
                .orElseThrow(() -> new IllegalArgumentException("%s must be one of %s, not %s."
                        .formatted(
                                name,
                                Stream.of(type.getEnumConstants())
                                        .map(WireNamed::wireName)
                                        .collect(Collectors.joining(", ")),
                                quoted(value))));
    }

    List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode node : list(name)) {
            if (!node.isTextual()) {
                throw wrongType(name, "a list of strings", node);
            }
            values.add(node.textValue());
        }
        return values;
    }

    List<Double> numbers(String name) {
        List<Double> values = new ArrayList<>();
        for (JsonNode node : list(name)) {
            if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                throw wrongType(name, "a list of finite numbers", node);
            }
            values.add(node.doubleValue());
        }
        return values;
    }

    /** A string or an integer, as JSON text. */
    String scalar(String name) {
        JsonNode node = required(name);
        if (!node.isTextual() && !(node.isIntegralNumber() && node.canConvertToLong())) {
            throw wrongType(name, "a string or a whole number", node);
        }
        return node.toString();
    }

    Fields object(String name) {
        JsonNode node = required(name);
        if (!node.isObject()) {
            throw wrongType(name, "an object", node);
        }
        return new Fields(node);
    }

    private JsonNode list(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!node.isArray() || node.size() > MAX_LIST) {
            throw wrongType(name, "a list of at most " + MAX_LIST, node);
        }
        return node;
    }

    private JsonNode required(String name) {
        @Nullable JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            throw new IllegalArgumentException(name + " is missing.");
        }
        return node;
    }

    private static IllegalArgumentException wrongType(String name, String expected, JsonNode found) {
        return new IllegalArgumentException("%s must be %s, not %s.".formatted(name, expected, shown(found)));
    }

    private static String shown(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        return node.isTextual() ? quoted(node.textValue()) : abridged(node.asText());
    }

    static String quoted(String value) {
        return '"' + abridged(value) + '"';
    }

    private static String abridged(String value) {
        return printable(value.length() <= 40 ? value : value.substring(0, 40) + "…");
    }

    /** What came from outside, fit for a sentence: control characters and line ends become blanks. */
    static String printable(String value) {
        return value.replaceAll("[\\p{Cntrl}\\s\\u0080-\\u009f\\u2028\\u2029]+", " ");
    }
}
