package org.balancehead.model.benchmark;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Counts the multiply-adds of networks for one picture, layer by layer, from the names and shapes of their weights.
 *
 * <p>Convolutions, their resampling filters, and matrix products count; what is done once for each number, such as
 * noise, bias and activation, does not.
 *
 * @param shapes of the weights by name, in the networks' order
 */
record MultiplyAdds(Map<String, long[]> shapes) {
    private static final String WEIGHT = ".weight";
    private static final String NOISE = ".noise_const";

    /** Numbers of the filter that follows or precedes a layer which changes the side: 4 × 4 for each channel. */
    private static final long FILTER = 16;

    /** Of fully connected layers, or convolutions of 1 × 1. */
    double connected(String prefix, long rows) {
        return shapes.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(WEIGHT))
                .mapToDouble(name -> numbers(name) * rows)
                .sum();
    }

    /**
     * Of the blocks of a synthesis network: a layer that enlarges multiplies at the smaller side, and then filters.
     *
     * @param side of what goes in, in pixels
     * @param counted which weights' layers count
     */
    double synthesis(String prefix, long side, Predicate<String> counted) {
        double sum = 0;
        long before = side;
        for (String name : shapes.keySet()) {
            if (name.startsWith(prefix) && name.endsWith(WEIGHT)) {
                String layer = name.substring(0, name.length() - WEIGHT.length());
                long after = shapes.containsKey(layer + NOISE) ? shape(layer + NOISE)[0] : before;
                sum += counted.test(name) ? layer(name, before, after) : 0;
                before = after;
            }
        }
        return sum;
    }

    private double layer(String name, long before, long after) {
        boolean connected = shape(name).length == 2;
        double filtering = after > before ? (double) FILTER * shape(name)[0] * after * after : 0;
        return connected ? numbers(name) : numbers(name) * before * before + filtering;
    }

    /**
     * Of a discriminator: each block's second layer and its skip filter first, and then take every second pixel.
     *
     * @param side of the pictures
     */
    double discriminator(long side) {
        double sum = connected("mapping", 1) + connected("b4.fc", 1) + connected("b4.out", 1);
        sum += connected("b4.conv.", 4 * 4) + connected("b" + side + ".fromrgb", side * side);
        for (long s = side; s > 4; s /= 2) {
            long half = s / 2 * (s / 2);
            long channels = shape("b" + s + ".skip" + WEIGHT)[1];
            sum += connected("b" + s + ".conv0", s * s) + connected("b" + s + ".conv1", half);
            sum += connected("b" + s + ".skip", half);
            sum += (double) FILTER * channels * ((s + 1) * (s + 1) + half);
        }
        return sum;
    }

    private double numbers(String name) {
        double product = 1;
        for (long entries : shape(name)) {
            product *= entries;
        }
        return product;
    }

    private long[] shape(String name) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("There is no weight '%s'.".formatted(name));
        }
        return shape;
    }
}
