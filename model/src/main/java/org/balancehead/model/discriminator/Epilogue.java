package org.balancehead.model.discriminator;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * The end of a discriminator, at 4 × 4 pixels: variety of the batch, one layer, two fully connected ones.
 *
 * @param prefix of the weights' names
 * @param channels in and out
 * @param group images that are compared with each other
 * @param clamp bound on the layer's magnitude; 0 for none
 */
record Epilogue(String prefix, int channels, int group, double clamp) {
    private static final long PIXELS = 16;

    void describe(ParameterLayout layout) {
        layout.normal(prefix + ".conv.weight", 1, channels, channels + 1, 3, 3);
        layout.constant(prefix + ".conv.bias", 0, channels);
        layout.normal(prefix + ".fc.weight", 1, channels, channels * PIXELS);
        layout.constant(prefix + ".fc.bias", 0, channels);
        layout.normal(prefix + ".out.weight", 1, channels, channels);
        layout.constant(prefix + ".out.bias", 0, channels);
    }

    /** {@code [N, channels, 4, 4]} → {@code [N, channels]}. */
    NDArray apply(TensorOps ops, ParameterMap weights, NDArray x) {
        int images = Math.toIntExact(x.getShape().get(0));
        int together = Math.min(group, images);
        if (images % together != 0) {
            throw new IllegalArgumentException(
                    "A discriminator judges %d images at a time, or a multiple, not %d.".formatted(group, images));
        }
        return ops.call(
                "judge_features",
                ops.call("minibatch_deviation", x, together),
                weights.get(prefix + ".conv.weight"),
                weights.get(prefix + ".conv.bias"),
                weights.get(prefix + ".fc.weight"),
                weights.get(prefix + ".fc.bias"),
                weights.get(prefix + ".out.weight"),
                weights.get(prefix + ".out.bias"),
                clamp);
    }
}
