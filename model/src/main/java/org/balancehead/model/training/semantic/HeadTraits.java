package org.balancehead.model.training.semantic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.dataset.synthetic.ShapeSliders;

/**
 * What is known exactly of a synthetic head.
 *
 * @param kinds what it has one of several of: hair or hat ({@code style}), {@code clothes}, {@code brows}, {@code eyes}
 * @param facts numbers that are told of every head: age in years, shares of face types, logarithms of tints, …; those
 *     of the hair are missing where there is none
 * @param shape the sliders that are not at 0
 */
record HeadTraits(Map<String, String> kinds, Map<String, Float> facts, Map<String, Float> shape) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] NUMBERS = {"male", "age", "african", "asian", "caucasian", "stubble"};
    private static final String[] KINDS = {"clothes", "brows", "eyes"};
    private static final String SIDE = "hairSide";
    private static final String NONE = "none";
    private static final double DARKEST = 1e-3; // of a linear tint, whose logarithm is taken

    /**
     * The traits of identities, in the order of their names.
     *
     * @throws UnusableDatasetException when a record is missing or damaged, as where the dataset is not synthetic
     */
    static List<HeadTraits> of(Path folder, List<String> names) throws IOException {
        List<HeadTraits> traits = new ArrayList<>();
        for (String name : names) {
            Path record = folder.resolve("identities").resolve(name + ".json");
            if (!Files.isRegularFile(record)) {
                throw new UnusableDatasetException(
                        "%s is missing: only what 'dataset synthesise' makes tells the traits of its heads."
                                .formatted(record));
            }
            traits.add(read(record));
        }
        return traits;
    }

    private static HeadTraits read(Path record) throws IOException {
        try {
            JsonNode json = JSON.readTree(record.toFile());
            if (json.path("shape").isObject() && json.path("hairTint").isArray()) {
                return of(json);
            }
        } catch (JsonProcessingException e) {
            throw new UnusableDatasetException(
                    "%s is no record of a synthetic head (%s): make the dataset anew."
                            .formatted(record, e.getOriginalMessage()),
                    e);
        }
        throw new UnusableDatasetException(
                "%s is no record of a synthetic head with its shape: make the dataset anew.".formatted(record));
    }

    /** The traits that a record tells. */
    static HeadTraits of(JsonNode record) {
        Map<String, String> kinds = new TreeMap<>();
        Map<String, Float> facts = new TreeMap<>();
        String hat = record.path("hat").asText(NONE);
        String hair = record.path("hair").asText(NONE);
        kinds.put("style", hat.equals(NONE) ? hair : hat);
        for (String kind : KINDS) {
            kinds.put(kind, record.path(kind).asText(NONE));
        }
        for (String number : NUMBERS) {
            facts.put(number, (float) record.path(number).asDouble());
        }
        for (int c = 0; c < 3; c++) {
            facts.put("skinTint" + c, logarithm(record.path("skinTint").path(c)));
            facts.put("hairTint" + c, logarithm(record.path("hairTint").path(c)));
            if (!hair.equals(NONE)) {
                facts.put("hairScale" + c, (float)
                        record.path("hairScale").path(c).asDouble());
            }
        }
        if (!hair.equals(NONE)) {
            facts.put(SIDE, record.path("hairMirrored").asBoolean() ? 1f : -1f);
        }
        return new HeadTraits(kinds, facts, ShapeSliders.of(record.path("shape")));
    }

    private static float logarithm(JsonNode tint) {
        return (float) Math.log(Math.max(DARKEST, tint.asDouble()));
    }

    /** Those of the same head with left and right exchanged. */
    HeadTraits mirrored() {
        Map<String, Float> exchanged = new TreeMap<>(facts);
        exchanged.computeIfPresent(SIDE, (name, side) -> -side);
        return new HeadTraits(kinds, exchanged, shape);
    }
}
