package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/** Makes what is behind the head, as a picture of features that does not move with the camera (PanoHead, CVPR 2023). */
public final class BackgroundNetwork {
    private final SynthesisNetwork synthesis;

    /**
     * A network.
     *
     * @param prefix of the weights' names
     * @param width entries of w
     * @param features channels
     */
    public BackgroundNetwork(String prefix, int width, int features, BackgroundSettings settings) {
        synthesis = new SynthesisNetwork(prefix, width, settings.side(), features, settings.channels());
    }

    /** Adds this network's weights. */
    public void describe(ParameterLayout layout) {
        synthesis.describe(layout);
    }

    /** The background of w, by its first layers: {@code [N, L, W]} → {@code [N, C, side, side]}. */
    public NDArray synthesise(TensorOps ops, ParameterMap weights, NDArray ws) {
        return synthesis.synthesise(ops, weights, ws, true);
    }

    /** Puts a background behind a picture {@code [N, C, h, h]} of opacity {@code [N, 1, h, h]}, resized to it. */
    public static NDArray putBehind(TensorOps ops, NDArray picture, NDArray opacity, NDArray background) {
        return ops.call("put_behind", picture, opacity, background);
    }
}
