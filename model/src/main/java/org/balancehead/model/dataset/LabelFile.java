package org.balancehead.model.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** EG3D's {@code dataset.json}: {@code {"labels": [[file, [25 numbers]], …]}}. */
final class LabelFile {
    static final String NAME = "dataset.json";
    static final int NUMBERS = 25;

    /** More labels are refused while they are read. */
    private static final int MOST_LABELS = 2_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN
            .build();

    private LabelFile() {}

    /**
     * The entries of a file, as they stand there: a label may have any number of numbers, finite or not, and has none
     * when it is no list of numbers.
     *
     * @throws UnusableDatasetException when it is not of the form, or has no labels
     */
    static List<HeadDataset.View> read(InputStream file, String where) throws IOException {
        try (JsonParser json = JSON.createParser(file)) {
            List<HeadDataset.View> entries = entries(json);
            if (entries.isEmpty()) {
                throw new UnusableDatasetException(
                        "%s has no labels: each picture needs its camera's 25 numbers, as EG3D writes them."
                                .formatted(where));
            }
            return entries;
        } catch (JsonProcessingException e) {
            throw new UnusableDatasetException(
                    "%s is not EG3D's {\"labels\": [[file, [25 numbers]], …]}: %s (line %d)."
                            .formatted(
                                    where,
                                    e.getOriginalMessage(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr()),
                    e);
        }
    }

    /** Writes the file beside its place and renames it. */
    static void write(Path file, Iterable<HeadDataset.View> views) throws IOException {
        Path beside = file.resolveSibling(NAME + ".part");
        try (BufferedWriter writer = Files.newBufferedWriter(beside);
                JsonGenerator json = JSON.createGenerator(writer)) {
            json.writeStartObject();
            json.writeArrayFieldStart("labels");
            for (HeadDataset.View view : views) {
                json.writeRaw('\n');
                json.writeStartArray();
                json.writeString(view.file());
                json.writeStartArray();
                for (float number : view.label()) {
                    json.writeNumber(number);
                }
                json.writeEndArray();
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<HeadDataset.View> entries(JsonParser json) throws IOException {
        List<HeadDataset.View> entries = new ArrayList<>();
        require(json, json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean labels = json.currentName().equals("labels");
            JsonToken value = json.nextToken();
            if (!labels || value == JsonToken.VALUE_NULL) {
                json.skipChildren();
                continue;
            }
            require(json, value, JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (entries.size() == MOST_LABELS) {
                    throw new JsonParseException(json, "more than %d labels".formatted(MOST_LABELS));
                }
                entries.add(entry(json));
            }
        }
        require(json, json.currentToken(), JsonToken.END_OBJECT);
        return entries;
    }

    private static HeadDataset.View entry(JsonParser json) throws IOException {
        require(json, json.currentToken(), JsonToken.START_ARRAY);
        require(json, json.nextToken(), JsonToken.VALUE_STRING);
        String file = json.getText();
        float[] label = new float[0];
        if (json.nextToken() == JsonToken.START_ARRAY) {
            label = numbers(json);
        } else {
            json.skipChildren();
        }
        require(json, json.nextToken(), JsonToken.END_ARRAY);
        return new HeadDataset.View(file, label);
    }

    /** The numbers of a list, of which one more than a label has is enough; none when anything else is among them. */
    private static float[] numbers(JsonParser json) throws IOException {
        float[] numbers = new float[NUMBERS + 1];
        int count = 0;
        boolean others = false;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            others |= !json.currentToken().isNumeric();
            if (others) {
                json.skipChildren();
            } else if (count < numbers.length) {
                numbers[count++] = json.getFloatValue();
            }
        }
        return others ? new float[0] : Arrays.copyOf(numbers, count);
    }

    private static void require(JsonParser json, JsonToken found, JsonToken token) throws IOException {
        if (found != token) {
            throw new JsonParseException(json, "expected %s, found %s".formatted(token, found));
        }
    }
}
