package org.balancehead.model.generator.chart;

import java.util.Random;
import org.balancehead.model.tensor.ParameterMap;

/** Draws the first weights of layers with equalised learning rate: N(0, 1), scaled where they are used. */
public final class WeightDraw {
    private final ParameterMap parameters;
    private final Random random;

    public WeightDraw(ParameterMap parameters, Random random) {
        this.parameters = parameters;
        this.random = random;
    }

    /** {@code layer.weight [out, in]} and {@code layer.bias [out]}. */
    public void linear(String layer, int in, int out, double bias) {
        parameters.put(layer + ".weight", normal(out * in, 1), out, in);
        parameters.put(layer + ".bias", constant(out, bias), out);
    }

    /** A fully connected layer that gives zero at first. */
    public void zeroLinear(String layer, int in, int out) {
        parameters.put(layer + ".weight", new float[out * in], out, in);
        parameters.put(layer + ".bias", new float[out], out);
    }

    /** {@code layer.weight [out, in, size, size]} and {@code layer.bias [out]}. */
    public void convolution(String layer, int in, int out, int size) {
        parameters.put(layer + ".weight", normal(out * in * size * size, 1), out, in, size, size);
        parameters.put(layer + ".bias", new float[out], out);
    }

    /** A convolution with its style's affine layer, whose bias starts at 1. */
    public void modulated(String layer, int w, int in, int out, int size) {
        convolution(layer, in, out, size);
        linear(layer + ".affine", w, in, 1);
    }

    /** Smooth noise {@code [count, channels, side, side]}: normal numbers on a coarse grid, enlarged bilinearly. */
    public void smooth(String name, int count, int channels, int side, int coarse, double scale) {
        float[] numbers = new float[count * channels * side * side];
        for (int i = 0; i < count * channels; i++) {
            enlarge(normal(coarse * coarse, scale), coarse, numbers, i * side * side, side);
        }
        parameters.put(name, numbers, count, channels, side, side);
    }

    private static void enlarge(float[] from, int coarse, float[] to, int offset, int side) {
        for (int y = 0; y < side; y++) {
            double fy = Math.max(0, Math.min(coarse - 1.001, (y + 0.5) * coarse / side - 0.5));
            int y0 = (int) fy;
            for (int x = 0; x < side; x++) {
                double fx = Math.max(0, Math.min(coarse - 1.001, (x + 0.5) * coarse / side - 0.5));
                int x0 = (int) fx;
                double top = mix(from[y0 * coarse + x0], from[y0 * coarse + x0 + 1], fx - x0);
                double bottom = mix(from[(y0 + 1) * coarse + x0], from[(y0 + 1) * coarse + x0 + 1], fx - x0);
                to[offset + y * side + x] = (float) mix(top, bottom, fy - y0);
            }
        }
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }

    private float[] normal(int count, double scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * scale);
        }
        return numbers;
    }

    private static float[] constant(int count, double value) {
        float[] numbers = new float[count];
        java.util.Arrays.fill(numbers, (float) value);
        return numbers;
    }
}
