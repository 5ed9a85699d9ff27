package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Maps a latent and a condition to w: the embedded condition stands behind the latent, both of unit mean square, and
 * fully connected layers with leaky ReLU follow.
 *
 * @param prefix of the weights' names
 */
public record MappingNetwork(String prefix, MappingSettings settings) {
    /** Adds this network's weights. */
    public void describe(ParameterLayout layout) {
        int width = settings.width();
        if (settings.condition() > 0) {
            layout.normal(prefix + ".embed.weight", 1, width, settings.condition());
            layout.constant(prefix + ".embed.bias", 0, width);
        }
        int in = settings.latent() + (settings.condition() > 0 ? width : 0);
        for (int i = 0; i < settings.layers(); i++) {
            layout.normal(prefix + ".fc" + i + ".weight", 1 / settings.rate(), width, i == 0 ? in : width);
            layout.constant(prefix + ".fc" + i + ".bias", 0, width);
        }
        layout.untrained(prefix + ".w_avg", 0, width);
    }

    /**
     * Maps latents.
     *
     * @param latent {@code [N, latent]}
     * @param condition {@code [N, condition]}; of no account where the settings' condition is 0
     * @return {@code [N, W]}
     */
    public NDArray map(TensorOps ops, ParameterMap weights, NDArray latent, NDArray condition) {
        NDArray x = ops.call("normalise_second_moment", latent);
        if (settings.condition() > 0) {
            NDArray embedded = connect(ops, weights, "embed", condition, 1);
            x = x.concat(ops.call("normalise_second_moment", embedded), 1);
        }
        for (int i = 0; i < settings.layers(); i++) {
            x = ops.call("lrelu", connect(ops, weights, "fc" + i, x, settings.rate()));
        }
        return x;
    }

    /** One w for each of {@code layers} layers, truncated: {@code [N, W]} → {@code [N, L, W]}. */
    public NDArray repeat(TensorOps ops, ParameterMap weights, NDArray w, int layers, Truncation truncation) {
        int cutoff = Math.min(layers, truncation.cutoff());
        return ops.call("repeat_style", w, weights.get(prefix + ".w_avg"), truncation.psi(), cutoff, layers);
    }

    private NDArray connect(TensorOps ops, ParameterMap weights, String layer, NDArray x, double rate) {
        String name = prefix + "." + layer;
        return ops.call("fully_connected", x, weights.get(name + ".weight"), weights.get(name + ".bias"), rate);
    }
}
