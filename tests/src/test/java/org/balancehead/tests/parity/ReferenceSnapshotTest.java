package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.balancehead.model.checkpoint.pickle.PickledModule;
import org.balancehead.model.checkpoint.pickle.PickledTensor;
import org.balancehead.model.checkpoint.pickle.Snapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small snapshots in the layout of each reference project, with random weights, hold what their description lists. */
class ReferenceSnapshotTest {
    @ParameterizedTest
    @ValueSource(strings = {"eg3d", "panohead", "spherehead", "hyplanehead"})
    void holdsExactlyTheListedTensorsOfEveryNetwork(String model) throws IOException {
        JsonNode config = new ObjectMapper().readTree(file(model, "config.json"));

        try (Snapshot snapshot = snapshot(model)) {
            for (String generator : List.of("G", "G_ema")) {
                assertShapes(network(snapshot, generator), config.get("G_ema"));
            }
            assertShapes(network(snapshot, "D"), config.get("D"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d", "panohead", "spherehead", "hyplanehead"})
    void holdsFiniteNumbersAndTwoGeneratorsThatDiffer(String model) {
        try (Snapshot snapshot = snapshot(model)) {
            Map<String, PickledTensor> current = network(snapshot, "G").allTensors();
            Map<String, PickledTensor> mean = network(snapshot, "G_ema").allTensors();

            for (Map<String, PickledTensor> tensors :
                    List.of(current, mean, network(snapshot, "D").allTensors())) {
                tensors.forEach((name, tensor) -> assertFinite(name, tensor.values()));
            }
            String weight = "backbone.mapping.fc0.weight";
            assertThat(values(current, weight)).isNotEqualTo(values(mean, weight));
        }
    }

    private static void assertShapes(PickledModule network, JsonNode listed) {
        Map<String, PickledTensor> all = network.allTensors();
        Map<String, PickledTensor> parameters = network.allParameters();
        Map<String, PickledTensor> buffers = new LinkedHashMap<>(all);
        buffers.keySet().removeAll(parameters.keySet());

        assertThat(shapes(parameters)).containsExactlyInAnyOrderEntriesOf(shapes(listed.get("parameters")));
        assertThat(shapes(buffers)).containsExactlyInAnyOrderEntriesOf(shapes(listed.get("buffers")));
    }

    private static void assertFinite(String name, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new AssertionError(name + " holds " + value);
            }
        }
    }

    private static Map<String, List<Long>> shapes(Map<String, PickledTensor> tensors) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) ->
                shapes.put(name, Arrays.stream(tensor.shape()).boxed().toList()));
        return shapes;
    }

    private static Map<String, List<Long>> shapes(JsonNode listed) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        listed.properties()
                .forEach(entry -> shapes.put(
                        entry.getKey(),
                        entry.getValue().valueStream().map(JsonNode::asLong).toList()));
        return shapes;
    }

    private static float[] values(Map<String, PickledTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name).values();
    }

    private static PickledModule network(Snapshot snapshot, String key) {
        return snapshot.network(key).orElseThrow();
    }

    private static Snapshot snapshot(String model) {
        return Snapshot.open(file(model, "small.pkl.gz").toPath());
    }

    private static File file(String model, String name) {
        String resource = "/parity/" + model + "/" + name;
        try {
            return Path.of(Objects.requireNonNull(ReferenceSnapshotTest.class.getResource(resource), resource)
                            .toURI())
                    .toFile();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(resource, e);
        }
    }
}
