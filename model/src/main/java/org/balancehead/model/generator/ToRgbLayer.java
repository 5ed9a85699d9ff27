package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * A 1×1 modulated convolution to image channels, without demodulation, noise or activation.
 *
 * @param prefix of the weights' names
 * @param in channels
 * @param out channels of the image
 * @param width entries of w
 * @param clamp bound on the result's magnitude; 0 for none
 */
record ToRgbLayer(String prefix, int in, int out, int width, double clamp) {
    void describe(ParameterLayout layout) {
        layout.normal(prefix + ".weight", 1, out, in, 1, 1);
        layout.constant(prefix + ".bias", 0, out);
        layout.normal(prefix + ".affine.weight", 1, in, width);
        layout.constant(prefix + ".affine.bias", 1, in);
    }

    /** {@code [N, in, h, h]}, w {@code [N, W]} → {@code [N, out, h, h]}. */
    NDArray apply(TensorOps ops, ParameterMap weights, NDArray x, NDArray w) {
        return ops.call(
                "to_rgb",
                x,
                w,
                weights.get(prefix + ".affine.weight"),
                weights.get(prefix + ".affine.bias"),
                weights.get(prefix + ".weight"),
                weights.get(prefix + ".bias"),
                clamp);
    }

    /** Weight and bias for one w {@code [1, W]}. */
    List<NDArray> styled(TensorOps ops, ParameterMap weights, NDArray w) {
        NDArray weight = ops.call(
                "styled_weight",
                weights.get(prefix + ".weight"),
                w,
                weights.get(prefix + ".affine.weight"),
                weights.get(prefix + ".affine.bias"),
                false,
                1 / Math.sqrt(in),
                ops.prefersHalfPrecision());
        return List.of(weight, ops.call("styled_bias", weights.get(prefix + ".bias"), 1.0, ops.prefersHalfPrecision()));
    }
}
