package org.balancehead.model.condition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.tensor.ParameterLayout;

/**
 * The sizes of a CLIP image tower, as its weights tell them.
 *
 * @param width numbers of a token, a multiple of 64
 * @param patch side of a patch in pixels
 * @param grid patches along a side of the picture
 * @param layers of the transformer
 * @param hidden numbers between the two linear maps of a layer
 * @param projection numbers of the projected feature; 0 where the tower ends without a projection
 */
record ClipShape(int width, int patch, int grid, int layers, int hidden, int projection) {
    static final String PROJECTION = "visual_projection.weight";
    static final String TOWER = "vision_model.";

    /** Numbers of an attention head. */
    private static final int HEAD = 64;

    private static final int MOST_PIXELS = 1024; // of a side: attention takes memory by the fourth power of the grid
    private static final String PATCHES = TOWER + "embeddings.patch_embedding.weight";
    private static final String POSITIONS = TOWER + "embeddings.position_embedding.weight";

    /**
     * Reads the sizes off the weights and compares all weights with them.
     *
     * @throws IllegalArgumentException when one is missing, misshapen or does not belong to such a tower
     */
    static ClipShape of(Map<String, StoredTensor> tensors) {
        long[] patches = shape(tensors, PATCHES, 4);
        int tokens = (int) shape(tensors, POSITIONS, 2)[0];
        int grid = (int) Math.round(Math.sqrt(tokens - 1.0));
        if (patches[0] == 0 || patches[0] % HEAD != 0) {
            throw misshapen(PATCHES, patches, "[width, 3, patch, patch] with a width of heads of 64");
        }
        if (grid < 1 || grid * grid + 1 != tokens) {
            throw misshapen(POSITIONS, shape(tensors, POSITIONS, 2), "one row more than a square number");
        }
        if (patches[2] < 1 || patches[2] * grid > MOST_PIXELS) {
            throw misshapen(PATCHES, patches, "patches that fill pictures of at most 1024 pixels a side");
        }
        int layers = 0;
        while (tensors.containsKey(layer(layers) + "mlp.fc1.weight")) {
            layers++;
        }
        if (layers == 0) {
            throw missing(layer(0) + "mlp.fc1.weight");
        }
        int hidden = (int) shape(tensors, layer(0) + "mlp.fc1.weight", 2)[0];
        int projection = tensors.containsKey(PROJECTION) ? (int) shape(tensors, PROJECTION, 2)[0] : 0;
        ClipShape found = new ClipShape((int) patches[0], (int) patches[2], grid, layers, hidden, projection);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        found.layout().checkShapes(shapes);
        return found;
    }

    /** Side of the pictures that it takes, in pixels. */
    int side() {
        return grid * patch;
    }

    /** Numbers of a feature. */
    int dimension() {
        return projection == 0 ? width : projection;
    }

    /** All weights in the order in which the tower uses them; the projection, where there is one, is the last. */
    ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        layout.untrained(TOWER + "embeddings.class_embedding", 0, width);
        layout.untrained(PATCHES, 0, width, 3, patch, patch);
        layout.untrained(POSITIONS, 0, grid * grid + 1, width);
        affine(layout, TOWER + "pre_layrnorm", width); // spelt so by those who published the weights
        for (int i = 0; i < layers; i++) {
            affine(layout, layer(i) + "layer_norm1", width);
            for (String part : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                affine(layout, layer(i) + "self_attn." + part, width, width);
            }
            affine(layout, layer(i) + "layer_norm2", width);
            affine(layout, layer(i) + "mlp.fc1", hidden, width);
            affine(layout, layer(i) + "mlp.fc2", width, hidden);
        }
        affine(layout, TOWER + "post_layernorm", width);
        if (projection > 0) {
            layout.untrained(PROJECTION, 0, projection, width);
        }
        return layout;
    }

    private static void affine(ParameterLayout layout, String name, long... shape) {
        layout.untrained(name + ".weight", 0, shape);
        layout.untrained(name + ".bias", 0, shape[0]);
    }

    private static String layer(int index) {
        return TOWER + "encoder.layers." + index + ".";
    }

    private static long[] shape(Map<String, StoredTensor> tensors, String name, int rank) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw missing(name);
        }
        if (tensor.shape().length != rank) {
            throw misshapen(name, tensor.shape(), rank + " extents");
        }
        return tensor.shape();
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("The weights have no '" + name + "'.");
    }

    private static IllegalArgumentException misshapen(String name, long[] shape, String needed) {
        return new IllegalArgumentException("The weight '%s' has the shape %s, but a CLIP image tower needs %s."
                .formatted(name, Arrays.toString(shape), needed));
    }
}
