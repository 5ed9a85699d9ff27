package org.balancehead.model.generator;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Enlarges a rendered picture and its features in two blocks that both take the last w (EG3D, CVPR 2022, section 4.3).
 */
public final class SuperResolution {
    private final SuperResolutionSettings settings;
    private final SynthesisBlock block0;
    private final SynthesisBlock block1;

    /**
     * A network.
     *
     * @param prefix of the weights' names
     * @param features channels of the rendered features
     * @param width entries of w
     */
    public SuperResolution(String prefix, int features, int width, SuperResolutionSettings settings) {
        this.settings = settings;
        int side = settings.inputSide();
        int middle = settings.channels0();
        double clamp = settings.clamp();
        boolean both = settings.scale() == 4;
        int last = settings.channels1();
        block0 =
                new SynthesisBlock(prefix + ".block0", features, middle, both ? 2 * side : side, width, 3, both, clamp);
        block1 = new SynthesisBlock(prefix + ".block1", middle, last, settings.scale() * side, width, 3, true, clamp);
    }

    /** Adds this network's weights. */
    public void describe(ParameterLayout layout) {
        block0.describe(layout);
        block1.describe(layout);
    }

    /**
     * Enlarges pictures, of any size: they are resized to the input side first.
     *
     * @param rgb {@code [N, 3, h, h]}
     * @param features {@code [N, C, h, h]}
     * @param w {@code [N, W]}
     * @return {@code [N, 3, scale · inputSide, scale · inputSide]}
     */
    public NDArray enlarge(TensorOps ops, ParameterMap weights, NDArray rgb, NDArray features, NDArray w) {
        Partial small = new Partial(fit(ops, features), fit(ops, rgb));
        Partial middle = block0.apply(ops, weights, small, w, w, w, false);
        return block1.apply(ops, weights, middle, w, w, w, false).image();
    }

    /** This network for one head's w {@code [1, W]}, without gradients: its modulated weights are made once. */
    StyledSuperResolution styled(TensorOps ops, ParameterMap weights, NDArray w) {
        return new StyledSuperResolution(settings, block0.styled(ops, weights, w), block1.styled(ops, weights, w));
    }

    private NDArray fit(TensorOps ops, NDArray picture) {
        return fit(ops, settings, picture);
    }

    /** A picture of the network's input side. */
    static NDArray fit(TensorOps ops, SuperResolutionSettings settings, NDArray picture) {
        int side = settings.inputSide();
        return picture.getShape().get(3) == side ? picture : ops.call("resize", picture, side, settings.antialias());
    }
}
