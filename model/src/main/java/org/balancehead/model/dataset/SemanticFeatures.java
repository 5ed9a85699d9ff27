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
     * @throws UnusableDatasetException when they are not of the dataset's identities in their order, are damaged, or
     *     hold a number that is not finite
     */
    public static Optional<SemanticFeatures> read(Path datasetFolder, String encoder) throws IOException {
        Path file = datasetFolder.resolve(NAMES);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode described = json(file);
        if (!described.path("encoder").asText().equals(encoder)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        described.path("identities").forEach(name -> names.add(name.asText()));
        refuseOthers(datasetFolder, names);
        return Optional.of(new SemanticFeatures(encoder, names, features(datasetFolder, names)));
    }

    /** Writes both files, each beside its place and renamed; features that are there are replaced. */
    public void write(Path datasetFolder) throws IOException {
        ObjectNode described = JSON.createObjectNode();
        described.put("encoder", encoder);
        described.put("dimension", dimension());
        names.forEach(described.putArray("identities")::add);
        Path newValues = datasetFolder.resolve(VALUES + ".part");
        Path newNames = datasetFolder.resolve(NAMES + ".part");
        features.write(newValues);
        Files.writeString(newNames, JSON.writeValueAsString(described) + "\n");
        Files.deleteIfExists(datasetFolder.resolve(NAMES));
        Files.move(newValues, datasetFolder.resolve(VALUES), StandardCopyOption.ATOMIC_MOVE);
        Files.move(newNames, datasetFolder.resolve(NAMES), StandardCopyOption.ATOMIC_MOVE);
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

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new UnusableDatasetException(
                    "%s is not JSON (%s): delete it and encode the dataset again."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    private static void refuseOthers(Path folder, List<String> names) throws IOException {
        List<String> present = HeadDataset.open(folder).identities().stream()
                .map(HeadDataset.Identity::name)
                .toList();
        if (!present.equals(names)) {
            throw new UnusableDatasetException(
                    "%s is of %d identities, the dataset has %d or has them in another order: encode it again."
                            .formatted(folder.resolve(NAMES), names.size(), present.size()));
        }
    }

    private static NpyFile features(Path folder, List<String> names) throws IOException {
        Path file = folder.resolve(VALUES);
        if (!Files.exists(file)) {
            throw new UnusableDatasetException(
                    "%s is missing beside %s: encode the dataset again.".formatted(file, NAMES));
        }
        NpyFile features;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            features = NpyFile.read(in, file.toString());
        }
        if (features.rows() != names.size() || features.columns() == 0) {
            throw new UnusableDatasetException("%s is %d×%d where there are %d identities: encode the dataset again."
                    .formatted(file, features.rows(), features.columns(), names.size()));
        }
        for (int i = 0; i < features.values().length; i++) {
            if (!Float.isFinite(features.values()[i])) {
                throw new UnusableDatasetException("%s: the feature of identity %s is not finite: encode it again."
                        .formatted(file, names.get(i / features.columns())));
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
