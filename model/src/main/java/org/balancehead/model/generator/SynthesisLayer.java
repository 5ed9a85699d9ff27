package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * A 3×3 modulated convolution with noise, bias and leaky ReLU (StyleGAN2, CVPR 2020, figure 2c).
 *
 * @param prefix of the weights' names
 * @param in channels
 * @param out channels
 * @param side of the result, in pixels
 * @param width entries of w
 * @param up whether it doubles the side
 * @param clamp bound on the result's magnitude; 0 for none
 */
record SynthesisLayer(String prefix, int in, int out, int side, int width, boolean up, double clamp) {
    void describe(ParameterLayout layout) {
        layout.normal(prefix + ".weight", 1, out, in, 3, 3);
        layout.constant(prefix + ".noise_strength", 0);
        layout.constant(prefix + ".bias", 0, out);
        layout.normal(prefix + ".affine.weight", 1, in, width);
        layout.constant(prefix + ".affine.bias", 1, in);
        layout.untrained(prefix + ".noise_const", 1, side, side);
    }

    /** {@code [N, in, …]}, w {@code [N, W]} → {@code [N, out, side, side]}. */
    NDArray apply(TensorOps ops, ParameterMap weights, NDArray x, NDArray w, boolean noisy) {
        return ops.call(
                "synthesis_layer",
                x,
                w,
                weights.get(prefix + ".affine.weight"),
                weights.get(prefix + ".affine.bias"),
                weights.get(prefix + ".weight"),
                weights.get(prefix + ".bias"),
                weights.get(prefix + ".noise_const"),
                weights.get(prefix + ".noise_strength"),
                noisy,
                up,
                clamp);
    }

    /** Weight and bias for one w {@code [1, W]}, times the gain of leaky ReLU. */
    List<NDArray> styled(TensorOps ops, ParameterMap weights, NDArray w) {
        NDArray weight = ops.call(
                "styled_weight",
                weights.get(prefix + ".weight"),
                w,
                weights.get(prefix + ".affine.weight"),
                weights.get(prefix + ".affine.bias"),
                true,
                1.0,
                ops.prefersHalfPrecision());
        return List.of(
                weight,
                ops.call("styled_bias", weights.get(prefix + ".bias"), Math.sqrt(2), ops.prefersHalfPrecision()));
    }
}
