package org.balancehead.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The JSON header of a safetensors file: where each tensor's bytes lie.
 *
 * <p>The tensors must fill the file's data part without gap or overlap, so that a header cannot ask for more memory
 * than the file has bytes.
 */
final class SafetensorsHeader {
    private static final int MAX_RANK = 8;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SafetensorsHeader() {}

    /** One tensor's place: bytes {@code begin} (inclusive) to {@code end} of the data part. */
    record Span(String name, long begin, long end) {}

    /** A tensor that is to be read. */
    record Entry(Span span, Precision precision, long[] shape) {
        int size() {
            return (int) ((span.end() - span.begin()) / precision.bytes());
        }
    }

    /**
     * Reads a header and checks the place of every tensor, and all of those that are wanted.
     *
     * @param file named in refusals
     * @param dataBytes how long the data part is
     * @param wanted which tensors, by name, are to be read
     * @return the wanted entries in the order of their bytes
     */
    static List<Entry> parse(String file, byte[] header, long dataBytes, Predicate<String> wanted) {
        List<Span> spans = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object(file, header).properties()) {
            if (field.getKey().equals(METADATA)) {
                continue;
            }
            EntryReader reader = new EntryReader(file, field.getKey(), field.getValue());
            Span span = reader.span();
            spans.add(span);
            if (wanted.test(span.name())) {
                entries.add(reader.read(span));
            }
        }
        Comparator<Span> byBytes = Comparator.comparingLong(Span::begin).thenComparingLong(Span::end);
        spans.sort(byBytes);
        checkThatTheyFill(file, spans, dataBytes);
        entries.sort(Comparator.comparing(Entry::span, byBytes));
        return entries;
    }

    /** What a header says beside its tensors, all of it text. */
    static Map<String, String> metadata(String file, byte[] header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        object(file, header)
                .path(METADATA)
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }

    /** Writes a header for tensors whose bytes follow each other in the map's order, and what else is to be said. */
    static byte[] format(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject(METADATA)::put);
        }
        long begin = 0;
        for (Map.Entry<String, StoredTensor> named : tensors.entrySet()) {
            StoredTensor tensor = named.getValue();
            long end =
                    begin + (long) tensor.values().length * tensor.precision().bytes();
            ObjectNode entry = header.putObject(named.getKey());
            entry.put("dtype", tensor.precision().name());
            ArrayNode shape = entry.putArray("shape");
            for (long extent : tensor.shape()) {
                shape.add(extent);
            }
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        return header.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode object(String file, byte[] header) {
        try {
            if (JSON.readTree(header) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new CheckpointException(file + ": the header is not valid JSON.", e);
        }
        throw new CheckpointException(file + ": the header is not a JSON object.");
    }

    private static void checkThatTheyFill(String file, List<Span> spans, long dataBytes) {
        long filled = 0;
        for (Span span : spans) {
            if (span.begin() != filled) {
                throw new CheckpointException("%s: tensor '%s' begins at byte %d, but the one before ends at %d."
                        .formatted(file, Excerpt.of(span.name()), span.begin(), filled));
            }
            filled = span.end();
        }
        if (filled != dataBytes) {
            throw new CheckpointException("%s: the tensors take %d bytes, but the file holds %d: it is %s."
                    .formatted(file, filled, dataBytes, filled > dataBytes ? "cut short" : "too long"));
        }
    }

    /** Reads the entry of one tensor. */
    private record EntryReader(String file, String name, JsonNode entry) {
        Span span() {
            long[] offsets = numbers("data_offsets");
            if (offsets.length != 2 || offsets[0] > offsets[1]) {
                throw refusal("has no two ascending data_offsets");
            }
            return new Span(name, offsets[0], offsets[1]);
        }

        Entry read(Span span) {
            Precision precision = precision();
            long[] shape = numbers("shape");
            if (shape.length > MAX_RANK) {
                throw refusal("has %d extents, but at most %d are read".formatted(shape.length, MAX_RANK));
            }
            long bytes = bytes(shape, precision);
            if (span.end() - span.begin() != bytes) {
                throw refusal("of shape %s needs %d bytes, but its data_offsets span %d"
                        .formatted(StoredTensor.words(shape), bytes, span.end() - span.begin()));
            }
            return new Entry(span, precision, shape);
        }

        private Precision precision() {
            String dtype = entry.path("dtype").asText();
            for (Precision precision : Precision.values()) {
                if (precision.name().equals(dtype)) {
                    return precision;
                }
            }
            throw refusal("has dtype '%s', but only F32, F16, BF16, I8 and U8 are read".formatted(Excerpt.of(dtype)));
        }

        private long[] numbers(String field) {
            if (!(entry.path(field) instanceof ArrayNode array)) {
                throw refusal("has no list '%s'".formatted(field));
            }
            long[] numbers = new long[array.size()];
            for (int i = 0; i < numbers.length; i++) {
                JsonNode number = array.get(i);
                if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                    throw refusal("has a '%s' with something else than numbers from 0 on".formatted(field));
                }
                numbers[i] = number.longValue();
            }
            return numbers;
        }

        private long bytes(long[] shape, Precision precision) {
            long size = 1;
            for (long extent : shape) {
                if (extent > Integer.MAX_VALUE || size > Integer.MAX_VALUE) {
                    throw refusal("of shape %s is too large".formatted(StoredTensor.words(shape)));
                }
                size *= extent;
            }
            if (size > Integer.MAX_VALUE - 8) {
                throw refusal("of shape %s is too large".formatted(StoredTensor.words(shape)));
            }
            return size * precision.bytes();
        }

        private CheckpointException refusal(String what) {
            return new CheckpointException("%s: tensor '%s' %s.".formatted(file, Excerpt.of(name), what));
        }
    }
}
