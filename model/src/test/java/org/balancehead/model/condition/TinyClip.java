package org.balancehead.model.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.StoredTensor;

/** The weights of a small CLIP image tower under their published names. */
final class TinyClip {
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Precision precision;
    private final Random random;
    private final double spread;

    /** @param spread of all weights about their neutral value: 1 for the gains of normalisations, else 0 */
    TinyClip(Precision precision, double spread) {
        this.precision = precision;
        this.spread = spread;
        random = new Random(7);
    }

    /** @param projection 0 leaves the projection out */
    Map<String, StoredTensor> of(int width, int patch, int grid, int layers, int hidden, int projection) {
        String tower = "vision_model.";
        put(tower + "embeddings.class_embedding", 0, width);
        put(tower + "embeddings.patch_embedding.weight", 0, width, 3, patch, patch);
        put(tower + "embeddings.position_embedding.weight", 0, grid * grid + 1, width);
        norm(tower + "pre_layrnorm", width);
        for (int i = 0; i < layers; i++) {
            String layer = tower + "encoder.layers." + i + ".";
            for (String part : new String[] {"k_proj", "v_proj", "q_proj", "out_proj"}) {
                linear(layer + "self_attn." + part, width, width);
            }
            norm(layer + "layer_norm1", width);
            linear(layer + "mlp.fc1", width, hidden);
            linear(layer + "mlp.fc2", hidden, width);
            norm(layer + "layer_norm2", width);
        }
        norm(tower + "post_layernorm", width);
        if (projection > 0) {
            put("visual_projection.weight", 0, projection, width);
        }
        return tensors;
    }

    private void norm(String name, int width) {
        put(name + ".weight", 1, width);
        put(name + ".bias", 0, width);
    }

    private void linear(String name, int in, int out) {
        put(name + ".weight", 0, out, in);
        put(name + ".bias", 0, out);
    }

    private void put(String name, double neutral, long... shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (neutral + spread * random.nextGaussian());
        }
        tensors.put(name, new StoredTensor(precision, shape, values));
    }
}
