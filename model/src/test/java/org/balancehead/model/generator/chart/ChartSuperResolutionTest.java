package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.Test;

class ChartSuperResolutionTest {
    private static final ChartPreset PRESET = ChartPreset.load("compact");
    private static final int SIDE = 32;

    @Test
    void servesThePictureThatWasTrained() {
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = weights(engine)) {
            ChartSuperResolution network = new ChartSuperResolution(PRESET, weights);

            RgbImage served;
            RgbImage trained;
            try (TensorSession session = engine.inference()) {
                served = Pictures.of(session.ops(), network.enlarge(session.ops(), rendering(session)));
            }
            try (TensorSession session = engine.gradients()) {
                trained = Pictures.of(session.ops(), network.enlarge(session.ops(), rendering(session)));
            }

            assertThat(served.width()).isEqualTo(2 * SIDE);
            assertThat(Psnr.between(trained, served)).isGreaterThan(50); // half precision, where the device has it
        }
    }

    private static ParameterMap weights(TensorEngine engine) {
        ParameterMap weights = new ParameterMap(engine);
        Random random = new Random(1);
        ChartSuperResolution.initialise(PRESET, weights, random);
        new WeightDraw(weights, random).convolution("superresolution.out", PRESET.superResolutionChannels(), 12, 3);
        return weights;
    }

    /** Noise of one half in all channels. */
    private static NDArray rendering(TensorSession session) {
        int channels = 5 + PRESET.fieldFeatures();
        float[] numbers = new float[channels * SIDE * SIDE];
        Random random = new Random(2);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() / 2;
        }
        return session.memory().create(numbers, new Shape(1, channels, SIDE, SIDE));
    }
}
