package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.reference.ReferenceNames;
import org.balancehead.model.tensor.ParameterLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The presets of published sizes have exactly the published weights; only shapes are made, no numbers. */
class FullSizePresetsTest {
    @ParameterizedTest
    @CsvSource({
        "eg3d, 30662136, 31359744",
        "panohead, 53741548, 31359808",
        "spherehead, 54713868, 31361088",
        "hyplanehead, 53230222, 31359808"
    })
    void haveExactlyThePublishedWeights(String name, long ofGenerator, long ofDiscriminator) throws IOException {
        JsonNode published = new ObjectMapper()
                .readTree(Fixtures.file(name + "/full-shapes.json").toFile());
        GeneratorPreset preset = GeneratorPreset.bundled(name);
        ParameterLayout generator = new HeadGenerator(preset).layout();
        ParameterLayout discriminator =
                new DualDiscriminator(preset.discriminator().orElseThrow(), preset.imageSide()).layout();

        assertThat(generator.trainedSize()).isEqualTo(ofGenerator);
        assertThat(discriminator.trainedSize()).isEqualTo(ofDiscriminator);
        assertThat(shapes(generator)).isEqualTo(shapes(published.get("G")));
        assertThat(shapes(discriminator)).isEqualTo(shapes(published.get("D")));
    }

    private static Map<String, List<Long>> shapes(ParameterLayout layout) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        layout.shapes()
                .forEach((name, shape) ->
                        shapes.put(name, Arrays.stream(shape).boxed().toList()));
        return shapes;
    }

    /** By our names, without the resampling filters, which are constants of ours. */
    private static Map<String, List<Long>> shapes(JsonNode network) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (String kind : List.of("parameters", "buffers")) {
            network.get(kind).properties().forEach(entry -> {
                List<Long> shape = new ArrayList<>();
                entry.getValue().forEach(extent -> shape.add(extent.longValue()));
                shapes.put(ReferenceNames.ours(entry.getKey()), shape);
            });
        }
        shapes.keySet().removeIf(name -> name.endsWith("resample_filter"));
        return shapes;
    }
}
