package org.balancehead.model.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The best checkpoint of a run so far, remembered as {@code best.json} in its folder.
 *
 * @param checkpoint its folder, relative to the run's
 * @param figure by which it is the best
 * @param value of the figure
 */
public record BestCheckpoint(Path checkpoint, String figure, double value) {
    private static final String FILE = "best.json";
    private static final JsonFactory JSON = new JsonFactory();

    /** The one that is remembered and is still there. */
    public static Optional<BestCheckpoint> read(Path run) throws IOException {
        Path file = run.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(file.toFile())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getText());
            }
        }
        BestCheckpoint best = new BestCheckpoint(
                Path.of(fields.getOrDefault("checkpoint", "")),
                fields.getOrDefault("figure", ""),
                Double.parseDouble(fields.getOrDefault("value", "NaN")));
        return Files.isDirectory(run.resolve(best.checkpoint())) ? Optional.of(best) : Optional.empty();
    }

    /** Remembers this one instead. */
    public void write(Path run) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("checkpoint", checkpoint.toString());
            json.writeStringField("figure", figure);
            json.writeNumberField("value", value);
            json.writeEndObject();
        }
        Path beside = run.resolve(FILE + ".part");
        Files.writeString(beside, text + "\n");
        Files.move(beside, run.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
