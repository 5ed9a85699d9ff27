package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mesh that follows the body: hair, brows, lashes, eyes, teeth, clothes. Each vertex is an affine combination of
 * three body vertices plus an offset that scales with the head.
 *
 * @param references three body vertices a proxy vertex
 * @param weights their weights; they sum to 1 and may lie outside 0…1
 * @param offsets xyz, in model units of the head that the author had
 * @param textures the alternative colour textures
 * @param hidesBody for each body vertex whether the proxy hides it; empty when it hides none
 */
record Proxy(
        String name,
        Mesh mesh,
        int[] references,
        float[] weights,
        float[] offsets,
        List<Path> textures,
        boolean[] hidesBody) {
    static Proxy read(Path file) throws IOException {
        JsonNode json = Mesh.parse(file);
        String fileName = file.getFileName().toString();
        JsonNode hidden = json.path("metadata").path("deleteVerts");
        boolean[] hides = new boolean[hidden.size()];
        for (int i = 0; i < hides.length; i++) {
            hides[i] = hidden.get(i).asInt() != 0;
        }
        List<Path> textures = new ArrayList<>();
        for (JsonNode material : json.get("materials")) {
            textures.add(file.resolveSibling(material.get("mapDiffuse").asText()));
        }
        return new Proxy(
                fileName.substring(0, fileName.length() - ".json".length()),
                Mesh.of(json),
                toInts(triples(json.get("ref_vIdxs"))),
                triples(json.get("weights")),
                triples(json.get("offsets")),
                List.copyOf(textures),
                hides);
    }

    /** The proxy's vertices on a morphed body, helpers included. */
    float[] fit(float[] body) {
        float[] scale = ProxyScale.of(name).factors(body);
        float[] fitted = new float[references.length];
        for (int i = 0; i < fitted.length; i += 3) {
            for (int axis = 0; axis < 3; axis++) {
                fitted[i + axis] = weights[i] * body[references[i] * 3 + axis]
                        + weights[i + 1] * body[references[i + 1] * 3 + axis]
                        + weights[i + 2] * body[references[i + 2] * 3 + axis]
                        + scale[axis] * offsets[i + axis];
            }
        }
        return fitted;
    }

    private static float[] triples(JsonNode rows) {
        float[] flat = new float[rows.size() * 3];
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < 3; k++) {
                flat[i * 3 + k] = rows.get(i).get(k).floatValue();
            }
        }
        return flat;
    }

    private static int[] toInts(float[] numbers) {
        int[] ints = new int[numbers.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) numbers[i];
        }
        return ints;
    }
}
