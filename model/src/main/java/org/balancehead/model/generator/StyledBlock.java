package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * A {@link SynthesisBlock} for one head's w, without gradients: its modulated weights are made once, in half precision
 * where the device is faster with it, as the references run their super-resolution.
 *
 * @param layers weights and biases of both layers and of the projection to the image
 * @param up whether it doubles the side
 * @param clamp bound on every layer's magnitude; 0 for none
 */
record StyledBlock(List<NDArray> layers, boolean up, double clamp) {
    /** Enlarges features {@code [1, C, h, w]} and image {@code [1, 3, h, w]}. */
    Partial apply(TensorOps ops, Partial before) {
        NDArray[] out = ops.callList("enlarging_block", before.features(), before.image(), layers, up, clamp);
        return new Partial(out[0], out[1]);
    }

    StyledBlock kept(TensorSession session, NDManager owner) {
        return new StyledBlock(
                layers.stream().map(layer -> session.keepCopy(layer, owner)).toList(), up, clamp);
    }
}
