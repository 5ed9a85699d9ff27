package org.balancehead.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions against the same in double precision, which takes another kernel. */
class ConvolutionTest {
    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 12, 12, 64, false", "1, 24, 40, 32, false", "2, 24, 16, 8, false", "2, 3, 10, 16, false",
        "1, 16, 12, 32, true", "2, 12, 48, 16, true", "1, 24, 24, 32, true", "1, 8, 8, 8, true"
    })
    void agreesWithDoublePrecisionForAnyChannels(int images, int in, int out, int side, boolean up) {
        try (TensorSession session = engine.gradients()) {
            NDArray x = random(session, images, in, side, side);
            NDArray weight = random(session, out, in, 3, 3);
            NDArray style = random(session, images, in);

            NDArray[] single = convolve(session.ops(), x, weight, style, up);
            NDArray[] exact = convolve(session.ops(), inDouble(x), inDouble(weight), inDouble(style), up);

            for (int i = 0; i < single.length; i++) {
                assertNear(single[i], exact[i]);
            }
        }
    }

    /** Of every channel for itself, as pictures are doubled, shrunk and described. */
    @ParameterizedTest
    @CsvSource({"1, 1, 3", "2, 1, 3", "1, 4, 3", "2, 2, 8", "1, 1, 24", "2, 1, 16"})
    void ofEachChannelAgreesWithDoublePrecision(int threads, int images, int channels) {
        int before = TensorEngine.threads();
        TensorEngine.useThreads(threads);
        try (TensorSession session = engine.inference()) {
            NDArray x = random(session, images, channels, 72, 72);
            NDArray kernels = random(session, 4, 1, 5, 5);
            NDArray each = random(session, channels, 1, 3, 3);
            NDArray none = session.memory().zeros(new Shape(channels));

            assertNear(
                    session.ops().call("conv_kernels", x, kernels),
                    session.ops().call("conv_kernels", inDouble(x), inDouble(kernels)));
            assertNear(
                    session.ops().call("conv_each", x, kernels.get("0, 0"), 2, 2),
                    session.ops()
                            .call("conv_each", inDouble(x), inDouble(kernels).get("0, 0"), 2, 2));
            assertNear(
                    session.ops().call("same_conv_relu6", x, each, none, 1, channels),
                    session.ops().call("same_conv_relu6", inDouble(x), inDouble(each), inDouble(none), 1, channels));
            assertNear(session.ops().call("blur", x, 1.5, 4), session.ops().call("blur", inDouble(x), 1.5, 4));
        } finally {
            TensorEngine.useThreads(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void gradientsThroughDoublingAgreeWithDoublePrecision(int threads) {
        int before = TensorEngine.threads();
        TensorEngine.useThreads(threads);
        try (TensorSession session = engine.gradients()) {
            NDArray x = random(session, 2, 3, 72, 72);
            NDArray kernels = random(session, 4, 1, 5, 5);

            assertNear(doubled(session.ops(), x, kernels), doubled(session.ops(), inDouble(x), inDouble(kernels)));
        } finally {
            TensorEngine.useThreads(before);
        }
    }

    /** The gradient by x of the sum of squares of its pictures under some kernels. */
    private static NDArray doubled(TensorOps ops, NDArray x, NDArray kernels) {
        x.setRequiresGradient(true);
        NDArray y = ops.call("conv_kernels", x, kernels);
        return ops.grad(List.of(y.square().sum()), List.of(x), false)[0];
    }

    private static void assertNear(NDArray single, NDArray exact) {
        double difference = inDouble(single).sub(exact).norm().getDouble();
        assertThat(difference / exact.norm().getDouble()).isCloseTo(0, within(1e-5));
    }

    /** The engine's own convolution gives wrong numbers for some channel counts: see {@code conv} in core.ts.py. */
    @ParameterizedTest
    @ValueSource(strings = {"synthesis", "rendering", "chart"})
    void isOnlyCalledByTheCoreFunctions(String script) throws IOException {
        try (InputStream in = TensorEngine.class.getResourceAsStream(script + ".ts.py")) {
            String functions = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(functions).as("use __torch__.conv of core.ts.py").doesNotContain("torch.conv");
        }
    }

    @Test
    void doublesAndSmoothsAsByHand() {
        try (TensorSession session = engine.inference()) {
            NDArray dot = session.memory().zeros(new Shape(1, 1, 3, 3));
            dot.set(new ai.djl.ndarray.index.NDIndex("0,0,1,1"), 1f);

            NDArray large = session.ops().call("upsample", dot);

            assertThat(large.get("0,0,2").toFloatArray()) // [1 3 3 1] ⊗ [1 3 3 1] / 16 about the middle
                    .containsExactly(0, 3 / 16f, 9 / 16f, 9 / 16f, 3 / 16f, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 8", "2, 1, 8", "1, 2, 7", "2, 1, 9"})
    void smoothsByShiftedCopiesAsByAKernel(int stride, int padding, int side) {
        try (TensorSession session = engine.inference()) {
            NDArray x = random(session, 2, 3, side, side);

            NDArray shifted = session.ops().call("shifted_binomial", x, stride, padding);

            NDArray smoothed = session.ops().call("binomial", x, 1.0, stride, padding);
            assertThat(shifted.getShape()).isEqualTo(smoothed.getShape());
            assertThat(shifted.sub(smoothed).abs().max().getFloat()).isCloseTo(0, within(1e-6f));
        }
    }

    /** The result and the gradients by x, weight and style of its sum of squares. */
    private static NDArray[] convolve(TensorOps ops, NDArray x, NDArray weight, NDArray style, boolean up) {
        List<NDArray> inputs = List.of(x, weight, style);
        inputs.forEach(input -> input.setRequiresGradient(true));
        NDArray y = ops.call("modulated_conv", x, weight, style, up, false);
        NDArray[] gradients = ops.grad(List.of(y.square().sum()), inputs, false);
        return new NDArray[] {y, gradients[0], gradients[1], gradients[2]};
    }

    private static NDArray inDouble(NDArray array) {
        NDArray exact = array.stopGradient().toType(DataType.FLOAT64, true);
        return exact;
    }

    private static NDArray random(TensorSession session, long... shape) {
        Shape extents = new Shape(shape);
        Random random = new Random(extents.size());
        float[] numbers = new float[(int) extents.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return session.memory().create(numbers, extents);
    }
}
