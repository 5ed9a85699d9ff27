package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.WeightDraw;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Reads w from an aligned frontal picture: a linear map of the small picture, which the closed form gives, plus a small
 * convolutional network, which begins at zero.
 */
public final class HeadEncoder {
    /** Side of the pictures that it takes, in pixels. */
    public static final int INPUT = 128;

    /** Side of the picture that the linear part sees. */
    public static final int SMALL = 32;

    private static final int[] CHANNELS = {4, 32, 64, 96, 160, 224};

    private static final int HIDDEN = 256;

    private final ParameterMap parameters;

    public HeadEncoder(ParameterMap parameters) {
        this.parameters = parameters;
    }

    /** Draws the network; the linear part is put by the closed form. */
    public static void initialise(ChartPreset preset, ParameterMap parameters, Random random) {
        WeightDraw draw = new WeightDraw(parameters, random);
        for (int i = 0; i + 1 < CHANNELS.length; i++) {
            draw.convolution("encoder.conv" + i, CHANNELS[i], CHANNELS[i + 1], 3);
        }
        int side = INPUT >> (CHANNELS.length - 1);
        draw.linear("encoder.hidden", CHANNELS[CHANNELS.length - 1] * side * side, HIDDEN, 0);
        draw.zeroLinear("encoder.out", HIDDEN, preset.wDimension());
    }

    /**
     * Encodes frontal pictures.
     *
     * @param pictures {@code [N, 4, 128, 128]}: colour on white and opacity, each 0…1
     * @return w {@code [N, K]}
     */
    public NDArray encode(TensorOps ops, NDArray pictures) {
        NDArray small = ops.call("average_pool", pictures, INPUT / SMALL);
        NDArray linear = small.reshape(small.getShape().get(0), -1)
                .sub(parameters.get("encoder.mean"))
                .matMul(parameters.get("encoder.linear"));
        NDArray x = ops.scaled(pictures, 2, -1);
        for (int i = 0; i + 1 < CHANNELS.length; i++) {
            x = ops.call(
                    "strided_conv", x, get("conv" + i + ".weight"), get("conv" + i + ".bias"), ops.mixesPrecision());
        }
        x = ops.call("single", x).reshape(x.getShape().get(0), -1);
        x = ops.call("lrelu", ops.call("fully_connected", x, get("hidden.weight"), get("hidden.bias"), 1.0));
        return linear.add(ops.call("fully_connected", x, get("out.weight"), get("out.bias"), 1.0));
    }

    private NDArray get(String name) {
        return parameters.get("encoder." + name);
    }
}
