package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.reference.ReferenceNames;
import org.balancehead.model.reference.ReferenceNetworks;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** A fixture folder, its networks loaded; owns their weights. */
final class ParityFixture implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NpzFile io;
    private final NpzFile gradients;
    private final JsonNode gradientNames;
    private final JsonNode config;
    private final GeneratorPreset preset;
    private final HeadGenerator generator;
    private final DualDiscriminator discriminator;
    private final ParameterMap weights;
    private final ParameterMap judging;

    private ParityFixture(Path folder, TensorEngine engine) {
        io = NpzFile.read(folder.resolve("io.npz"));
        gradients = NpzFile.read(folder.resolve("gradients.npz"));
        gradientNames = json(folder.resolve("gradients.json"));
        config = json(folder.resolve("config.json"));
        ReferenceNetworks networks = ReferenceNetworks.read(snapshot(folder));
        preset = networks.preset();
        generator = new HeadGenerator(preset);
        discriminator = new DualDiscriminator(
                preset.discriminator()
                        .orElseThrow(() -> new UnusableFixtureException(
                                "The snapshot of %s has no discriminator.".formatted(folder))),
                preset.imageSide());
        weights = Weights.load(networks.generator(), engine);
        judging = Weights.load(networks.discriminator().orElseThrow(), engine);
    }

    /**
     * Opens a folder with {@code small.pkl} or {@code small.pkl.gz}, {@code config.json}, {@code io.npz},
     * {@code gradients.npz} and {@code gradients.json}.
     */
    static ParityFixture open(Path folder, TensorEngine engine) {
        return new ParityFixture(folder, engine);
    }

    private static Path snapshot(Path folder) {
        Path packed = folder.resolve("small.pkl.gz");
        return Files.exists(packed) ? packed : folder.resolve("small.pkl");
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UnusableFixtureException("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
        }
    }

    NpzFile io() {
        return io;
    }

    NpzFile gradients() {
        return gradients;
    }

    JsonNode config() {
        return config;
    }

    GeneratorPreset preset() {
        return preset;
    }

    HeadGenerator generator() {
        return generator;
    }

    DualDiscriminator discriminator() {
        return discriminator;
    }

    /** The generator's weights. */
    ParameterMap weights() {
        return weights;
    }

    /** The discriminator's weights. */
    ParameterMap judging() {
        return judging;
    }

    /** How many cameras there are. */
    int cameras() {
        return Math.toIntExact(io.get("c").shape()[0]);
    }

    NDArray array(TensorSession session, String key) {
        return array(session, io.get(key));
    }

    NDArray row(TensorSession session, String key, int row) {
        return array(session, io.get(key).row(row));
    }

    private static NDArray array(TensorSession session, NpzFile.FloatArray array) {
        return session.memory().create(array.values(), new Shape(array.shape()));
    }

    /** Renders heads of the given w {@code [N, L, W]} by cameras {@code [N, 25]}. */
    HeadImages render(TensorSession session, NDArray ws, NDArray labels) {
        SynthesisedHead head = generator.synthesise(session.ops(), weights, ws);
        return generator.render(session.ops(), weights, head, labels);
    }

    /**
     * Norms of a loss's gradients by our names of the parameters; those that the loss does not reach are left out.
     *
     * @param loss one of the kinds that {@code gradients.json} has
     */
    Map<String, Double> gradientNorms(String loss) {
        Map<String, Double> norms = new LinkedHashMap<>();
        boolean ofGenerator = loss.startsWith("G_");
        gradientNames.path(loss).properties().forEach(entry -> {
            if (entry.getValue().isNumber() && entry.getValue().doubleValue() > 0) {
                String name = ofGenerator ? ReferenceNames.ours(entry.getKey()) : entry.getKey();
                norms.put(name, entry.getValue().doubleValue());
            }
        });
        return norms;
    }

    /** Names and shapes that the configuration lists of a network ({@code G_ema} or {@code D}), by our names. */
    Map<String, List<Long>> listedShapes(String network) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (String kind : List.of("parameters", "buffers")) {
            config.path(network).path(kind).properties().forEach(entry -> {
                List<Long> shape = new ArrayList<>();
                entry.getValue().forEach(extent -> shape.add(extent.longValue()));
                shapes.put(network.equals("D") ? entry.getKey() : ReferenceNames.ours(entry.getKey()), shape);
            });
        }
        shapes.keySet().removeIf(name -> name.endsWith("resample_filter"));
        return shapes;
    }

    @Override
    public void close() {
        weights.close();
        judging.close();
    }
}
