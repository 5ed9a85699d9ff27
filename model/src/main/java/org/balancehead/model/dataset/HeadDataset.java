package org.balancehead.model.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder of posed head views in EG3D's form, its views grouped by identity in the order of {@code dataset.json}. */
public final class HeadDataset {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;
    private final List<Identity> identities;

    private HeadDataset(Path folder, List<Identity> identities) {
        this.folder = folder;
        this.identities = identities;
    }

    /**
     * One picture and the camera that took it.
     *
     * @param file path below {@code images/}, with forward slashes
     * @param label 25 numbers, see {@link org.balancehead.model.camera.CameraPose#ofLabel}
     */
    public record View(String file, float[] label) {}

    /**
     * The views of one head, the frontal one first.
     *
     * @param name the folder below {@code images/}
     */
    public record Identity(String name, List<View> views) {
        /** The seed that the folder is named after, or −1 when its name is no number. */
        public long seed() {
            return name.matches("\\d{1,18}") ? Long.parseLong(name) : -1;
        }
    }

    /**
     * Reads the labels of a dataset; no picture is touched.
     *
     * @throws UnusableDatasetException when there is no {@code images/dataset.json} or it is not of EG3D's form
     */
    public static HeadDataset open(Path folder) throws IOException {
        Path labels = labelFile(folder);
        if (!Files.isRegularFile(labels)) {
            throw new UnusableDatasetException(
                    "%s is not a dataset: it has no images/dataset.json; make one with 'dataset synthesise --out %s'."
                            .formatted(folder, folder));
        }
        try (JsonParser json = JSON.createParser(labels.toFile())) {
            return new HeadDataset(folder, readLabels(json));
        } catch (JsonProcessingException e) {
            throw new UnusableDatasetException(
                    "%s is not EG3D's {\"labels\": [[file, [25 numbers]], …]}: %s."
                            .formatted(labels, e.getOriginalMessage()),
                    e);
        }
    }

    /** Writes {@code images/dataset.json} beside and renames it. */
    public static void writeLabels(Path folder, Iterable<View> views) throws IOException {
        Path labels = labelFile(folder);
        Files.createDirectories(labels.toAbsolutePath().getParent());
        Path beside = labels.resolveSibling("dataset.json.part");
        try (BufferedWriter writer = Files.newBufferedWriter(beside);
                JsonGenerator json = JSON.createGenerator(writer)) {
            json.writeStartObject();
            json.writeArrayFieldStart("labels");
            for (View view : views) {
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
        Files.move(beside, labels, StandardCopyOption.ATOMIC_MOVE);
    }

    public List<Identity> identities() {
        return identities;
    }

    /** RGB over white. */
    public Path image(View view) {
        return folder.resolve("images").resolve(view.file());
    }

    /** 8-bit grey, 255 on the head. */
    public Path mask(View view) {
        return folder.resolve("masks").resolve(view.file());
    }

    /** 16-bit grey, distance along the ray times {@link PackedViews#DEPTH_SCALE}, 0 where nothing is hit. */
    public Path depth(View view) {
        return folder.resolve("depths").resolve(view.file());
    }

    private static Path labelFile(Path folder) {
        return folder.resolve("images").resolve("dataset.json");
    }

    private static List<Identity> readLabels(JsonParser json) throws IOException {
        Map<String, List<View>> byIdentity = new LinkedHashMap<>();
        expect(json, JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean labels = json.currentName().equals("labels");
            json.nextToken();
            if (!labels) {
                json.skipChildren();
                continue;
            }
            while (json.nextToken() == JsonToken.START_ARRAY) {
                View view = readView(json);
                int slash = view.file().lastIndexOf('/');
                byIdentity
                        .computeIfAbsent(slash < 0 ? "" : view.file().substring(0, slash), name -> new ArrayList<>())
                        .add(view);
            }
        }
        List<Identity> identities = new ArrayList<>();
        byIdentity.forEach((name, views) -> identities.add(new Identity(name, List.copyOf(views))));
        return List.copyOf(identities);
    }

    private static View readView(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        String file = json.getText();
        expect(json, JsonToken.START_ARRAY);
        float[] label = new float[25];
        for (int i = 0; i < label.length; i++) {
            json.nextToken();
            label[i] = json.getFloatValue();
        }
        expect(json, JsonToken.END_ARRAY);
        expect(json, JsonToken.END_ARRAY);
        return new View(file, label);
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw new JsonParseException(json, "expected %s, found %s".formatted(token, json.currentToken()));
        }
    }
}
