package org.balancehead.model.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The semantic condition of each identity of a dataset: the feature of its frontal view, as one encoder sees it.
 *
 * <p>On disk {@code semantic.npy}, {@code [identities, dimension]} in the order of {@code dataset.json}, and beside it
 * {@code semantic.json}, which names the encoder and the identities. Features without the latter do not count: it is
 * removed before they are replaced.
 */
public final class SemanticFeatures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUES = "semantic.npy";
    private static final String NAMES = "semantic.json";

    private final String encoder;
    private final List<String> names;
    private final Map<String, Integer> rows = new HashMap<>();
    private final NpyFile features;

    private SemanticFeatures(String encoder, List<String> names, NpyFile features) {
        this.encoder = encoder;
        this.names = List.copyOf(names);
        this.features = features;
        for (int row = 0; row < names.size(); row++) {
            rows.put(names.get(row), row);
        }
    }

    /**
     * Features as an encoder gave them.
     *
     * @param encoder its name, as the checkpoint's manifest has it
     * @param identities their names, in the order of {@code dataset.json}
     * @param features one for each identity, all of the same dimension, finite
     */
    public static SemanticFeatures of(String encoder, List<String> identities, List<float[]> features) {
        int dimension = features.isEmpty() ? 0 : features.get(0).length;
        if (dimension == 0 || features.size() != identities.size()) {
            throw new IllegalArgumentException("%d identities have %d features of dimension %d."
                    .formatted(identities.size(), features.size(), dimension));
        }
        float[] values = new float[Math.multiplyExact(identities.size(), dimension)];
        for (int i = 0; i < identities.size(); i++) {
            if (features.get(i).length != dimension || !finite(features.get(i))) {
                throw new IllegalArgumentException(
                        "The feature of %s is not of %d finite numbers.".formatted(identities.get(i), dimension));
            }
            System.arraycopy(features.get(i), 0, values, i * dimension, dimension);
        }
        return new SemanticFeatures(encoder, identities, new NpyFile(identities.size(), dimension, values));
    }

    /**
     * The features that a dataset has of an encoder; none when it has no features, or another encoder's.
     *
     * @param dataset a folder, or a zip, whose features may also stand beside it
     * @throws UnusableDatasetException when they are not of the dataset's identities in their order, are damaged, or
     *     hold a number that is not finite
     */
    public static Optional<SemanticFeatures> read(Path dataset, String encoder) throws IOException {
        try (DatasetFiles files = DatasetFiles.open(place(dataset))) {
            if (!files.has(NAMES)) {
                return Optional.empty();
            }
            JsonNode described = json(files);
            return described.path("encoder").asText().equals(encoder)
                    ? Optional.of(read(files, described, names(HeadDataset.open(dataset))))
                    : Optional.empty();
        }
    }

    /** The features that a dataset has, whatever their encoder is. */
    static Optional<SemanticFeatures> read(Path dataset, HeadDataset heads) throws IOException {
        try (DatasetFiles files = DatasetFiles.open(place(dataset))) {
            if (files.has(NAMES)) {
                return Optional.of(read(files, json(files), names(heads)));
            }
            if (files.has(VALUES)) {
                throw new UnusableDatasetException(
                        "%s has no %s beside it, which says whose features it holds: encode the dataset again."
                                .formatted(files.where(VALUES), NAMES));
            }
            return Optional.empty();
        }
    }

    /** Writes both files, each beside its place and renamed; features that are there are replaced. */
    public void write(Path dataset) throws IOException {
        Path folder = Files.createDirectories(HeadDataset.sideFolder(dataset));
        ObjectNode described = JSON.createObjectNode();
        described.put("encoder", encoder);
        described.put("dimension", dimension());
        names.forEach(described.putArray("identities")::add);
        Path newValues = folder.resolve(VALUES + ".part");
        Path newNames = folder.resolve(NAMES + ".part");
        features.write(newValues);
        Files.writeString(newNames, JSON.writeValueAsString(described) + "\n");
        Files.deleteIfExists(folder.resolve(NAMES));
        Files.move(newValues, folder.resolve(VALUES), StandardCopyOption.ATOMIC_MOVE);
        Files.move(newNames, folder.resolve(NAMES), StandardCopyOption.ATOMIC_MOVE);
    }

    public String encoder() {
        return encoder;
    }

    /** Numbers of each feature. */
    public int dimension() {
        return features.columns();
    }

    /** Names in the order of {@code dataset.json}; {@link PackedViews} may have another one. */
    public List<String> identities() {
        return names;
    }

    /** A copy of the feature of an identity, by its place in {@code dataset.json}. */
    public float[] of(int identity) {
        float[] feature = new float[dimension()];
        System.arraycopy(features.values(), identity * dimension(), feature, 0, dimension());
        return feature;
    }

    /**
     * A copy of the feature of an identity, by its name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public float[] of(String identity) {
        Integer row = rows.get(identity);
        if (row == null) {
            throw new IllegalArgumentException("No semantic feature of identity " + identity + ".");
        }
        return of(row.intValue());
    }

    /** Where a dataset's features stand: a zip's own ones give way to those beside it. */
    private static Path place(Path dataset) {
        Path beside = HeadDataset.sideFolder(dataset);
        return Files.exists(beside.resolve(NAMES)) ? beside : dataset;
    }

    private static List<String> names(HeadDataset heads) {
        return heads.identities().stream().map(HeadDataset.Identity::name).toList();
    }

    private static JsonNode json(DatasetFiles files) throws IOException {
        try {
            return JSON.readTree(files.read(NAMES));
        } catch (JsonProcessingException e) {
            throw new UnusableDatasetException(
                    "%s is not JSON (%s): delete it and encode the dataset again."
                            .formatted(files.where(NAMES), e.getOriginalMessage()),
                    e);
        }
    }

    private static SemanticFeatures read(DatasetFiles files, JsonNode described, List<String> present)
            throws IOException {
        List<String> names = new ArrayList<>();
        described.path("identities").forEach(name -> names.add(name.asText()));
        if (!present.equals(names)) {
            throw new UnusableDatasetException(
                    "%s is of %d identities, the dataset has %d or has them in another order: encode it again."
                            .formatted(files.where(NAMES), names.size(), present.size()));
        }
        return new SemanticFeatures(described.path("encoder").asText(), names, features(files, described, names));
    }

    private static NpyFile features(DatasetFiles files, JsonNode described, List<String> names) throws IOException {
        String where = files.where(VALUES);
        if (!files.has(VALUES)) {
            throw new UnusableDatasetException(
                    "%s is missing beside %s: encode the dataset again.".formatted(where, NAMES));
        }
        NpyFile features;
        try (InputStream in = new BufferedInputStream(files.open(VALUES))) {
            features = NpyFile.read(in, where);
        }
        int dimension = described.path("dimension").asInt();
        if (features.rows() != names.size() || features.columns() != dimension) {
            throw new UnusableDatasetException("%s is %d×%d, not %d×%d as %s says: encode the dataset again."
                    .formatted(where, features.rows(), features.columns(), names.size(), dimension, NAMES));
        }
        for (int i = 0; i < features.values().length; i++) {
            if (!Float.isFinite(features.values()[i])) {
                throw new UnusableDatasetException("%s: the feature of identity %s is not finite: encode it again."
                        .formatted(where, names.get(i / dimension)));
            }
        }
        return features;
    }

    private static boolean finite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
