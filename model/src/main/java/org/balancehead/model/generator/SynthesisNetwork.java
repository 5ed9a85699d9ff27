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
        return finish(ops, weights, begin(ops, weights, ws, noisy, 0), ws, noisy, 0);
    }

    /** Applies all but the last {@code left} blocks. */
    Partial begin(TensorOps ops, ParameterMap weights, NDArray ws, boolean noisy, int left) {
        NDArray first = style(ops, ws, 0);
        NDArray x = ops.call("begin_synthesis", weights.get(constant), first);
        x = this.first.apply(ops, weights, x, first, noisy);
        Partial made = new Partial(x, firstToRgb.apply(ops, weights, x, style(ops, ws, 1)));
        return apply(ops, weights, made, ws, noisy, 0, blocks.size() - left);
    }

    /** Applies the last {@code left} blocks to what {@link #begin} made. */
    NDArray finish(TensorOps ops, ParameterMap weights, Partial made, NDArray ws, boolean noisy, int left) {
        return apply(ops, weights, made, ws, noisy, blocks.size() - left, blocks.size())
                .image();
    }

    /** Whether a weight belongs to the last {@code left} blocks. */
    boolean isLate(String name, int left) {
        return blocks.subList(blocks.size() - left, blocks.size()).stream().anyMatch(block -> block.owns(name));
    }

    /** A block's w are those of three layers, of which the next block shares the last. */
    private Partial apply(
            TensorOps ops, ParameterMap weights, Partial made, NDArray ws, boolean noisy, int from, int to) {
        Partial now = made;
        for (int i = from; i < to; i++) {
            int layer = 2 * i + 1;
            NDArray w0 = style(ops, ws, layer);
            now = blocks.get(i)
                    .apply(ops, weights, now, w0, style(ops, ws, layer + 1), style(ops, ws, layer + 2), noisy);
        }
        return now;
    }

    private static NDArray style(TensorOps ops, NDArray ws, int layer) {
        return ops.call("style_of", ws, layer);
    }
}
