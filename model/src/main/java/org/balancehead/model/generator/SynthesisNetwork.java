package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Makes an image from w: from a learned constant of 4 × 4 to its full size, block by block (StyleGAN2 with skip
 * connections, CVPR 2020, figure 7b).
 *
 * <p>The block of 4 × 4 takes the w of layers 0 and 1, the next those of 1, 2 and 3, the next those of 3, 4 and 5, and
 * so on: the projection to the image shares its w with the layer that follows.
 */
public final class SynthesisNetwork {
    private static final int FIRST_SIDE = 4;

    private final String constant;
    private final int constantChannels;
    private final SynthesisLayer first;
    private final ToRgbLayer firstToRgb;
    private final List<SynthesisBlock> blocks = new ArrayList<>();

    /**
     * A network.
     *
     * @param prefix of the weights' names
     * @param width entries of w
     * @param side of the image, a power of two
     * @param imageChannels of the image
     */
    public SynthesisNetwork(String prefix, int width, int side, int imageChannels, SynthesisSettings settings) {
        if (side < FIRST_SIDE || Integer.bitCount(side) != 1) {
            throw new IllegalArgumentException(
                    "A synthesis network's image is 4, 8, 16, … pixels wide, not " + side + ".");
        }
        String b4 = prefix + ".b" + FIRST_SIDE;
        constant = b4 + ".const";
        constantChannels = settings.channels(FIRST_SIDE);
        double clamp = settings.clamp();
        first = new SynthesisLayer(b4 + ".conv1", constantChannels, constantChannels, FIRST_SIDE, width, false, clamp);
        firstToRgb = new ToRgbLayer(b4 + ".torgb", constantChannels, imageChannels, width, clamp);
        for (int s = 2 * FIRST_SIDE; s <= side; s *= 2) {
            int in = settings.channels(s / 2);
            int out = settings.channels(s);
            blocks.add(new SynthesisBlock(prefix + ".b" + s, in, out, s, width, imageChannels, true, clamp));
        }
    }

    /** How many layers take a w of their own, L. */
    public int layers() {
        return 2 + 2 * blocks.size();
    }

    /** Adds this network's weights. */
    public void describe(ParameterLayout layout) {
        layout.normal(constant, 1, constantChannels, FIRST_SIDE, FIRST_SIDE);
        first.describe(layout);
        firstToRgb.describe(layout);
        blocks.forEach(block -> block.describe(layout));
    }

    /**
     * Makes images.
     *
     * @param ws {@code [N, ≥ L, W]}; what is beyond L is ignored
     * @param noisy whether the weights' fixed noise is added
     * @return {@code [N, imageChannels, side, side]}
     */
    public NDArray synthesise(TensorOps ops, ParameterMap weights, NDArray ws, boolean noisy) {
        NDArray[] w = new NDArray[layers()];
        for (int i = 0; i < w.length; i++) {
            w[i] = ops.call("style_of", ws, i);
        }
        NDArray x = ops.call("begin_synthesis", weights.get(constant), w[0]);
        x = first.apply(ops, weights, x, w[0], noisy);
        SynthesisBlock.Stage stage = new SynthesisBlock.Stage(x, firstToRgb.apply(ops, weights, x, w[1]));
        int layer = 1;
        for (SynthesisBlock block : blocks) {
            stage = block.apply(ops, weights, stage, w[layer], w[layer + 1], w[layer + 2], noisy);
            layer += 2;
        }
        return stage.image();
    }
}
