package org.balancehead.model.dataset.statistics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.balancehead.model.dataset.UnusableDatasetException;

/** The traits of synthetic heads, counted over {@code identities.json}, of which one record at a time is in memory. */
final class IdentityTraits {
    static final String FILE = "identities.json";

    private static final int DECADES = 10;
    private static final List<String> STUBBLE = List.of("none", "below 25 %", "25 to 50 %", "50 to 75 %", "above 75 %");
    private static final List<String> FACES = List.of("african", "asian", "caucasian");

    private final Distribution ages = Distribution.ofScale(
            "age", IntStream.range(1, DECADES).mapToObj(IdentityTraits::decade).toList());
    private final Distribution sexes = Distribution.ofNames("sex");
    private final Distribution faces = Distribution.ofScale("largest share of the face", FACES);
    private final Distribution hairs = Distribution.ofNames("hair");
    private final Distribution colours = Distribution.ofScale("hair colour", HairColour.NAMES);
    private final Distribution stubble = Distribution.ofScale("stubble", STUBBLE);
    private final Distribution hats = Distribution.ofNames("hat");
    private final Distribution clothes = Distribution.ofNames("clothes");

    private IdentityTraits() {}

    /**
     * Counts the traits of all records.
     *
     * @throws UnusableDatasetException when the file is no list of records
     */
    static List<Distribution> of(InputStream file) throws IOException {
        IdentityTraits traits = new IdentityTraits();
        try (MappingIterator<JsonNode> records =
                new ObjectMapper().readerFor(JsonNode.class).readValues(file)) {
            while (records.hasNextValue()) {
                traits.count(records.nextValue());
            }
        } catch (JsonProcessingException e) {
            throw new UnusableDatasetException(
                    "%s of the dataset is no JSON list of identities (%s): run 'dataset synthesise' again."
                            .formatted(FILE, e.getOriginalMessage()),
                    e);
        }
        return List.of(
                traits.ages,
                traits.sexes,
                traits.faces,
                traits.hairs,
                traits.colours,
                traits.stubble,
                traits.hats,
                traits.clothes);
    }

    private void count(JsonNode identity) {
        ages.count(decade(identity.path("age").asInt() / 10));
        sexes.count(identity.path("sex").asText("unknown"));
        String largest = FACES.get(0);
        for (String face : FACES) {
            largest = identity.path(face).asDouble() > identity.path(largest).asDouble() ? face : largest;
        }
        faces.count(largest);
        String hair = identity.path("hair").asText("unknown");
        hairs.count(hair);
        if (!hair.equals("none")) {
            JsonNode tint = identity.path("hairTint");
            colours.count(HairColour.nameOf(
                    tint.path(0).asDouble(),
                    tint.path(1).asDouble(),
                    tint.path(2).asDouble()));
        }
        double shadow = identity.path("stubble").asDouble();
        stubble.count(STUBBLE.get((int) Math.min(STUBBLE.size() - 1, Math.ceil(shadow * 4))));
        hats.count(identity.path("hat").asText("unknown"));
        clothes.count(identity.path("clothes").asText("unknown"));
    }

    private static String decade(int tens) {
        return "%d to %d".formatted(tens * 10, tens * 10 + 9);
    }
}
