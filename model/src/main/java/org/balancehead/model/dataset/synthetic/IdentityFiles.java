package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.UnusableDatasetException;

/**
 * The identities of a dataset folder: each is written beside and renamed, and complete once its record
 * {@code identities/<seed>.json} is there. The lists of the whole dataset are made from the records.
 */
final class IdentityFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] KINDS = {"images", "masks", "depths"};

    private final Path folder;

    IdentityFiles(Path folder) {
        this.folder = folder;
    }

    static String name(long seed) {
        return "%08d".formatted(seed);
    }

    /**
     * Whether the identity is there.
     *
     * @throws UnusableDatasetException when it is, but with other views or another size
     */
    boolean complete(long seed, int views, int size) throws IOException {
        Path record = recordFile(seed);
        if (!Files.exists(record)) {
            return false;
        }
        JsonNode written = JSON.readTree(record.toFile());
        if (written.path("views").asInt() != views || written.path("size").asInt() != size) {
            throw new UnusableDatasetException(
                    "%s holds identities of %d views of %d pixels, not %d of %d: use the same numbers or another folder."
                            .formatted(
                                    folder,
                                    written.path("views").asInt(),
                                    written.path("size").asInt(),
                                    views,
                                    size));
        }
        return true;
    }

    void write(HeadIdentity identity, List<HeadView> views) throws IOException {
        String name = name(identity.seed());
        Path part = folder.resolve(".part").resolve(name);
        Folders.delete(part);
        for (String kind : KINDS) {
            Files.createDirectories(part.resolve(kind));
        }
        for (int i = 0; i < views.size(); i++) {
            HeadView view = views.get(i);
            String file = viewFile(i);
            PngFile.writeRgb(part.resolve("images").resolve(file), view.size(), view.size(), view.rgb());
            PngFile.writeGrey(part.resolve("masks").resolve(file), view.size(), view.size(), view.mask());
            PngFile.writeGrey16(part.resolve("depths").resolve(file), view.size(), view.size(), view.depth());
        }
        for (String kind : KINDS) {
            Path target = folder.resolve(kind).resolve(name);
            Folders.delete(target);
            Files.createDirectories(target.getParent());
            Files.move(part.resolve(kind), target, StandardCopyOption.ATOMIC_MOVE);
        }
        Folders.delete(part);
        writeJson(recordFile(identity.seed()), record(identity, views));
    }

    /** Rebuilds {@code images/dataset.json} and {@code identities.json} from the records. */
    void writeLists() throws IOException {
        List<HeadDataset.View> labels = new ArrayList<>();
        ArrayNode identities = JSON.createArrayNode();
        for (Path file : records()) {
            ObjectNode record = (ObjectNode) JSON.readTree(file.toFile());
            for (JsonNode entry : record.remove("labels")) {
                labels.add(new HeadDataset.View(entry.get(0).asText(), Mesh.floats(entry.get(1))));
            }
            identities.add(record);
        }
        HeadDataset.writeLabels(folder, labels);
        writeJson(folder.resolve("identities.json"), identities);
    }

    /** Removes what an interrupted run left half done; only when no identity is being written. */
    void removeParts() throws IOException {
        Folders.delete(folder.resolve(".part"));
    }

    static void putNumbers(ObjectNode record, String name, float[] numbers) {
        ArrayNode array = record.putArray(name);
        for (float number : numbers) {
            array.add(number);
        }
    }

    private List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("identities"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private Path recordFile(long seed) {
        return folder.resolve("identities").resolve(name(seed) + ".json");
    }

    private static String viewFile(int view) {
        return "view_%02d.png".formatted(view);
    }

    private static ObjectNode record(HeadIdentity identity, List<HeadView> views) {
        String name = name(identity.seed());
        ObjectNode record = JSON.createObjectNode();
        record.put("seed", identity.seed());
        record.put("folder", name);
        record.put("frontal", name + "/" + viewFile(0));
        record.put("views", views.size());
        record.put("size", views.get(0).size());
        record.put("origin", "synthetic");
        identity.describe(record);
        ArrayNode labels = record.putArray("labels");
        for (int i = 0; i < views.size(); i++) {
            ArrayNode numbers = labels.addArray().add(name + "/" + viewFile(i)).addArray();
            for (float number : views.get(i).camera().label()) {
                numbers.add(number);
            }
        }
        return record;
    }

    private static void writeJson(Path file, JsonNode content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, JSON.writeValueAsString(content) + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
