package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.balancehead.model.dataset.UnusableDatasetException;

/**
 * The morph targets of the body: displacements of all vertices, by name without {@code data/targets/} and
 * {@code .target}. The file is mapped; a row is one target, in the code-point order of the full names.
 */
final class MorphTargets {
    /** Body and helpers. */
    static final int VERTICES = 19_158;

    /** Vertices below this are the body's; above are helpers that proxies follow. */
    static final int BODY_VERTICES = 13_380;

    private static final float MODEL_UNITS_PER_STEP = 0.001f;
    private static final int ROW_BYTES = VERTICES * 3 * 2;

    /** This target throws helper vertices half a body away; its body part is right. */
    private static final String BROKEN_IN_HELPERS = "eyes/r-eye-bag-max";

    private final NavigableMap<String, Integer> rows;
    private final MappedByteBuffer displacements;

    private MorphTargets(NavigableMap<String, Integer> rows, MappedByteBuffer displacements) {
        this.rows = rows;
        this.displacements = displacements;
    }

    static MorphTargets open(Path list, Path binary) throws IOException {
        JsonNode names = Mesh.parse(list).get("targets");
        NavigableMap<String, Integer> rows = new TreeMap<>();
        names.fieldNames().forEachRemaining(name -> rows.put(name, 0));
        int row = 0;
        for (Map.Entry<String, Integer> entry : rows.entrySet()) {
            entry.setValue(row++);
        }
        NavigableMap<String, Integer> shortNames = new TreeMap<>();
        rows.forEach((name, index) ->
                shortNames.put(name.replaceFirst("^data/targets/", "").replaceFirst("\\.target$", ""), index));
        try (FileChannel file = FileChannel.open(binary, StandardOpenOption.READ)) {
            if (file.size() != (long) rows.size() * ROW_BYTES) {
                throw new UnusableDatasetException("%s is %d bytes, not the %d of %d targets: fetch the package again."
                        .formatted(binary, file.size(), (long) rows.size() * ROW_BYTES, rows.size()));
            }
            return new MorphTargets(shortNames, file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
        }
    }

    /** The names that begin with {@code folder/}, in order. */
    SortedMap<String, Integer> inFolder(String folder) {
        return rows.subMap(folder + "/", folder + "0"); // '0' follows '/'
    }

    /** The vertices of {@code base} displaced by the weighted targets. */
    float[] morph(float[] base, Map<String, Float> weights) {
        float[] morphed = base.clone();
        short[] row = new short[VERTICES * 3];
        weights.forEach((name, weight) -> add(morphed, row, name, weight * MODEL_UNITS_PER_STEP));
        return morphed;
    }

    private void add(float[] vertices, short[] row, String name, float factor) {
        Integer index = rows.get(name);
        if (index == null) {
            throw new IllegalArgumentException("The package has no target " + name + ".");
        }
        displacements
                .slice(index * ROW_BYTES, ROW_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(row);
        int end = name.equals(BROKEN_IN_HELPERS) ? BODY_VERTICES * 3 : row.length;
        for (int i = 0; i < end; i++) {
            vertices[i] += factor * row[i];
        }
    }
}
