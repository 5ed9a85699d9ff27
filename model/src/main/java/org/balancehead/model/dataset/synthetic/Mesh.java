package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A triangle mesh of the asset package (three.js JSON 3.1), its quads cut in two.
 *
 * @param vertices xyz in model units; of a proxy they are the author's and not to be drawn
 * @param corners three vertex indices a triangle, counter-clockwise from outside
 * @param uvs six numbers a triangle: u, v of its corners, v upwards
 * @param groups the material index of each triangle
 */
record Mesh(float[] vertices, int[] corners, float[] uvs, int[] groups) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static JsonNode parse(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    static Mesh of(JsonNode json) {
        int[] faces = ints(json.get("faces"));
        float[] uv = floats(json.get("uvs").get(0));
        int[] corners = new int[faces.length];
        float[] uvs = new float[faces.length * 2];
        int[] groups = new int[faces.length];
        int triangles = 0;
        for (int i = 0; i < faces.length; ) {
            FaceLayout face = FaceLayout.of(faces[i], i + 1);
            int group = face.material() < 0 ? 0 : faces[face.material()];
            for (int second = 1; second < face.sides() - 1; second++) {
                int[] pick = {0, second, second + 1};
                for (int k = 0; k < 3; k++) {
                    corners[triangles * 3 + k] = faces[face.vertices() + pick[k]];
                    int at = faces[face.uvs() + pick[k]] * 2;
                    uvs[triangles * 6 + k * 2] = uv[at];
                    uvs[triangles * 6 + k * 2 + 1] = uv[at + 1];
                }
                groups[triangles++] = group;
            }
            i = face.end();
        }
        return new Mesh(
                floats(json.get("vertices")),
                Arrays.copyOf(corners, triangles * 3),
                Arrays.copyOf(uvs, triangles * 6),
                Arrays.copyOf(groups, triangles));
    }

    int triangles() {
        return groups.length;
    }

    static float[] floats(JsonNode array) {
        float[] numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).floatValue();
        }
        return numbers;
    }

    static int[] ints(JsonNode array) {
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).intValue();
        }
        return numbers;
    }

    /** Where the parts of one face stand in the flat face list; its first number says which parts there are. */
    private record FaceLayout(int sides, int vertices, int material, int uvs, int end) {
        static FaceLayout of(int bits, int start) {
            int sides = (bits & 1) != 0 ? 4 : 3;
            int at = start + sides;
            int material = (bits & 2) != 0 ? at++ : -1;
            at += (bits & 4) != 0 ? 1 : 0;
            int uvs = at;
            at += (bits & 8) != 0 ? sides : 0;
            at += (bits & 16) != 0 ? 1 : 0;
            at += (bits & 32) != 0 ? sides : 0;
            at += (bits & 64) != 0 ? 1 : 0;
            at += (bits & 128) != 0 ? sides : 0;
            return new FaceLayout(sides, start, material, uvs, at);
        }
    }
}
