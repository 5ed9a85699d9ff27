package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Maps a latent and a condition to w: the embedded condition stands behind the latent, both of unit mean square, and
 * fully connected layers with leaky ReLU follow.
 *
 * @param prefix of the weights' names
 * @param hidden width of the embedded condition and of the layers before the last, which is as wide as w
 * @param end what follows the last layer
 */
public record MappingNetwork(String prefix, MappingSettings settings, int hidden, End end) {
    /** What follows the last layer. */
    public enum End {
        LEAKY_RELU,
        LINEAR
    }

    /** A network whose layers are all as wide as w. */
    public MappingNetwork(String prefix, MappingSettings settings, End end) {
        this(prefix, settings, settings.width(), end);
    }

    /** A network whose layers are all as wide as w and end in leaky ReLU. */
    public MappingNetwork(String prefix, MappingSettings settings) {
        this(prefix, settings, End.LEAKY_RELU);
    }

    /** Adds this network's weights. */
    public void describe(ParameterLayout layout) {
        if (settings.condition() > 0) {
            layout.normal(prefix + ".embed.weight", 1, hidden, settings.condition());
            layout.constant(prefix + ".embed.bias", 0, hidden);
        }
        int in = settings.latent() + (settings.condition() > 0 ? hidden : 0);
        for (int i = 0; i < settings.layers(); i++) {
            int out = i == settings.layers() - 1 ? settings.width() : hidden;
            layout.normal(prefix + ".fc" + i + ".weight", 1 / settings.rate(), out, in);
            layout.constant(prefix + ".fc" + i + ".bias", 0, out);
            in = out;
        }
        if (settings.latent() > 0) {
            layout.untrained(prefix + ".w_avg", 0, settings.width());
        }
    }

    /**
     * Maps latents.
     *
     * @param latent {@code [N, latent]}; of no account where the settings' latent is 0
     * @param condition {@code [N, condition]}; of no account where the settings' condition is 0
     * @return {@code [N, W]}
     */
    public NDArray map(TensorOps ops, ParameterMap weights, NDArray latent, NDArray condition) {
        NDList parts = new NDList();
        if (settings.latent() > 0) {
            parts.add(ops.call("normalise_second_moment", latent));
        }
        if (settings.condition() > 0) {
            NDArray scaled = ops.scaled(condition, settings.conditionScale());
            parts.add(ops.call("normalise_second_moment", connect(ops, weights, "embed", scaled, 1)));
        }
        NDArray x = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1); // of one, it is a copy without graph
        for (int i = 0; i < settings.layers(); i++) {
            NDArray y = connect(ops, weights, "fc" + i, x, settings.rate());
            x = end == End.LINEAR && i == settings.layers() - 1 ? y : ops.call("lrelu", y);
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
