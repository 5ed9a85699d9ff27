package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Moves the camera by what the latent and the condition say, so that heads that were cropped off-centre need not be
 * generated off-centre (PanoHead, CVPR 2023, section 3.3).
 */
final class CameraShift {
    private static final int AXES = 3;

    private final MappingNetwork network;

    /** @param mapping the sizes of the generator's mapping network */
    CameraShift(MappingSettings mapping) {
        MappingSettings settings = new MappingSettings(
                mapping.latent(), mapping.condition(), mapping.conditionScale(), AXES, mapping.layers(), 1);
        network = new MappingNetwork("camera_shift", settings, MappingNetwork.End.LINEAR);
    }

    void describe(ParameterLayout layout) {
        network.describe(layout);
    }

    /** Camera labels {@code [N, 25]}, their positions moved. */
    NDArray shift(
            TensorOps ops,
            ParameterMap weights,
            NDArray labels,
            NDArray latent,
            NDArray condition,
            Truncation truncation) {
        NDArray offset = network.map(ops, weights, latent, condition);
        NDArray drawn = network.repeat(ops, weights, offset, 1, truncation).squeeze(1);
        return ops.call("move_cameras", labels, drawn);
    }
}
