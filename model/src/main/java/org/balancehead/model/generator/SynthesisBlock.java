package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.Stream;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Two layers at one resolution, the first of which may enlarge, and an image that is added to the one before, enlarged
 * likewise.
 */
final class SynthesisBlock {
    private final String prefix;
    private final SynthesisLayer conv0;
    private final SynthesisLayer conv1;
    private final ToRgbLayer toRgb;
    private final boolean up;

    /**
     * A block.
     *
     * @param prefix of the weights' names
     * @param in channels
     * @param out channels
     * @param side of the result, in pixels
     * @param width entries of w
     * @param imageChannels of the image
     * @param up whether it doubles the side
     * @param clamp bound on every layer's magnitude; 0 for none
     */
    SynthesisBlock(String prefix, int in, int out, int side, int width, int imageChannels, boolean up, double clamp) {
        this.prefix = prefix;
        this.up = up;
        conv0 = new SynthesisLayer(prefix + ".conv0", in, out, side, width, up, clamp);
        conv1 = new SynthesisLayer(prefix + ".conv1", out, out, side, width, false, clamp);
        toRgb = new ToRgbLayer(prefix + ".torgb", out, imageChannels, width, clamp);
    }

    /** Whether a weight is one of this block's. */
    boolean owns(String name) {
        return name.startsWith(prefix + ".");
    }

    void describe(ParameterLayout layout) {
        conv0.describe(layout);
        conv1.describe(layout);
        toRgb.describe(layout);
    }

    /** Applies the block with one w {@code [N, W]} for each of its three layers. */
    Partial apply(
            TensorOps ops,
            ParameterMap weights,
            Partial before,
            NDArray w0,
            NDArray w1,
            NDArray wImage,
            boolean noisy) {
        NDArray x = conv0.apply(ops, weights, before.features(), w0, noisy);
        x = conv1.apply(ops, weights, x, w1, noisy);
        NDArray under = up ? ops.call("upsample", before.image()) : before.image();
        return new Partial(x, under.add(toRgb.apply(ops, weights, x, wImage)));
    }

    /** This block for one w {@code [1, W]} of all layers, without noise and gradients. */
    StyledBlock styled(TensorOps ops, ParameterMap weights, NDArray w) {
        List<NDArray> layers = Stream.of(
                        conv0.styled(ops, weights, w), conv1.styled(ops, weights, w), toRgb.styled(ops, weights, w))
                .flatMap(List::stream)
                .toList();
        return new StyledBlock(layers, up, conv1.clamp());
    }
}
