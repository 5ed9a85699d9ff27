package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/** Doubles a rendering's side: bicubic enlargement plus a small residual network that sees the field's features. */
public final class ChartSuperResolution {
    private static final String LAYER = "superresolution.";

    private final ChartPreset preset;
    private final ParameterMap parameters;

    public ChartSuperResolution(ChartPreset preset, ParameterMap parameters) {
        this.preset = preset;
        this.parameters = parameters;
    }

    /** Draws the hidden layers; the output layer is zero. */
    public static void initialise(ChartPreset preset, ParameterMap parameters, Random random) {
        WeightDraw draw = new WeightDraw(parameters, random);
        int hidden = preset.superResolutionChannels();
        draw.convolution(LAYER + "in", 4 + preset.fieldFeatures(), hidden, 3);
        draw.convolution(LAYER + "middle", hidden, hidden, 3);
        parameters.put(LAYER + "out.weight", new float[12 * hidden * 9], 12, hidden, 3, 3);
        parameters.put(LAYER + "out.bias", new float[12], 12);
    }

    /**
     * Enlarges renderings of {@link ChartRenderer}; the network runs in half precision where the device is faster with
     * it and no gradients are recorded.
     *
     * @param rendering {@code [N, 5 + features, h, w]}
     * @return colour on white {@code [N, 3, 2h, 2w]}, about 0…1
     */
    public NDArray enlarge(TensorOps ops, NDArray rendering) {
        return ops.call(
                "enlarge_picture",
                rendering,
                3 + preset.fieldFeatures(),
                parameters.get(LAYER + "in.weight"),
                parameters.get(LAYER + "in.bias"),
                parameters.get(LAYER + "middle.weight"),
                parameters.get(LAYER + "middle.bias"),
                parameters.get(LAYER + "out.weight"),
                parameters.get(LAYER + "out.bias"),
                ops.prefersHalfPrecision() && !ops.recordsGradients());
    }
}
