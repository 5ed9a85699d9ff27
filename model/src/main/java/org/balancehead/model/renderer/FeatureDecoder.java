package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Two fully connected layers that read density and colour features off the mean of the planes' features (EG3D, CVPR
 * 2022, section 4.2); softplus between them.
 *
 * @param prefix of the weights' names
 * @param features per point, in
 * @param hidden width between the layers
 * @param colours per point, out, beside the density
 * @param activation of the colours
 */
public record FeatureDecoder(String prefix, int features, int hidden, int colours, ColourActivation activation) {
    /** What happens to the colours at the end. */
    public enum ColourActivation {
        NONE(0),
        SIGMOID(1),
        LEAKY_RELU(2);

        private final int kind; // as the stage function numbers them

        ColourActivation(int kind) {
            this.kind = kind;
        }

        int kind() {
            return kind;
        }
    }

    /** Adds this decoder's weights. */
    public void describe(ParameterLayout layout) {
        layout.normal(prefix + ".hidden.weight", 1, hidden, features);
        layout.constant(prefix + ".hidden.bias", 0, hidden);
        layout.normal(prefix + ".out.weight", 1, 1 + colours, hidden);
        layout.constant(prefix + ".out.bias", 0, 1 + colours);
    }

    /** Its weights and biases, layer by layer, as the stage functions take them. */
    public List<NDArray> layers(ParameterMap weights) {
        return List.of(
                weights.get(prefix + ".hidden.weight"),
                weights.get(prefix + ".hidden.bias"),
                weights.get(prefix + ".out.weight"),
                weights.get(prefix + ".out.bias"));
    }

    /** Decodes features {@code [N, P, C, M]}. */
    public FieldSamples decode(TensorOps ops, ParameterMap weights, NDArray features) {
        NDArray[] out = ops.callList(
                "decode_features",
                features,
                weights.get(prefix + ".hidden.weight"),
                weights.get(prefix + ".hidden.bias"),
                weights.get(prefix + ".out.weight"),
                weights.get(prefix + ".out.bias"),
                1.0,
                activation.kind());
        return new FieldSamples(out[0], out[1]);
    }
}
