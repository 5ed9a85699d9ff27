package org.balancehead.model.discriminator;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Halves a picture (StyleGAN2, CVPR 2020, figure 7c).
 *
 * @param prefix of the weights' names
 * @param in channels
 * @param out channels
 * @param clamp bound on every layer's magnitude; 0 for none
 */
record ResidualBlock(String prefix, int in, int out, double clamp) {
    void describe(ParameterLayout layout) {
        layout.normal(prefix + ".conv0.weight", 1, in, in, 3, 3);
        layout.constant(prefix + ".conv0.bias", 0, in);
        layout.normal(prefix + ".conv1.weight", 1, out, in, 3, 3);
        layout.constant(prefix + ".conv1.bias", 0, out);
        layout.normal(prefix + ".skip.weight", 1, out, in, 1, 1);
    }

    /** {@code [N, in, h, h]} → {@code [N, out, h / 2, h / 2]}. */
    NDArray apply(TensorOps ops, ParameterMap weights, NDArray x) {
        return ops.call(
                "residual_block",
                x,
                weights.get(prefix + ".skip.weight"),
                weights.get(prefix + ".conv0.weight"),
                weights.get(prefix + ".conv0.bias"),
                weights.get(prefix + ".conv1.weight"),
                weights.get(prefix + ".conv1.bias"),
                clamp);
    }
}
