package org.balancehead.model.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.balancehead.model.checkpoint.Float16;

/**
 * The weights of the bundled TensorFlow.js model: a JSON manifest of names and shapes, and one file of half-precision
 * numbers in the manifest's order.
 */
final class FaceResWeights {
    /** One weight: its numbers, the last extent fastest. */
    private record Weight(int[] shape, float[] numbers) {}

    private final Map<String, Weight> weights = new HashMap<>();

    private FaceResWeights() {}

    static FaceResWeights load() {
        FaceResWeights loaded = new FaceResWeights();
        ByteBuffer bytes = ByteBuffer.wrap(read("faceres.bin")).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode entry : manifest()) {
            int[] shape = new int[entry.get("shape").size()];
            int size = 1;
            for (int i = 0; i < shape.length; i++) {
                shape[i] = entry.get("shape").get(i).asInt();
                size *= shape[i];
            }
            boolean half = entry.has("quantization");
            if (bytes.remaining() < size * (half ? Short.BYTES : Integer.BYTES)) {
                throw new IllegalStateException("faceres.bin ends before all weights of faceres.json.");
            }
            float[] numbers = new float[size];
            for (int i = 0; i < size; i++) {
                numbers[i] = half ? Float16.toFloat(bytes.getShort()) : Float.intBitsToFloat(bytes.getInt());
            }
            loaded.weights.put(entry.get("name").asText(), new Weight(shape, numbers));
        }
        if (bytes.hasRemaining()) {
            throw new IllegalStateException("faceres.bin has more numbers than faceres.json names.");
        }
        return loaded;
    }

    /**
     * A convolution kernel, from TensorFlow's height, width, in, out to the engine's {@code [out, in, height, width]}.
     */
    float[] kernel(String name, int size, int in, int out) {
        float[] numbers = get(name, size, size, in, out);
        float[] reordered = new float[numbers.length];
        for (int place = 0; place < size * size; place++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    reordered[(o * in + i) * size * size + place] = numbers[(place * in + i) * out + o];
                }
            }
        }
        return reordered;
    }

    /**
     * The numbers of a weight.
     *
     * @throws IllegalStateException when there is none of that name and shape
     */
    float[] get(String name, int... shape) {
        Weight weight = weights.get(name);
        if (weight == null || !Arrays.equals(weight.shape(), shape)) {
            throw new IllegalStateException("faceres.json has no weight '%s' of shape %s but %s."
                    .formatted(
                            name, Arrays.toString(shape), weight == null ? "none" : Arrays.toString(weight.shape())));
        }
        return weight.numbers();
    }

    private static JsonNode manifest() {
        try {
            return new ObjectMapper().readTree(read("faceres.json")).at("/weightsManifest/0/weights");
        } catch (IOException e) {
            throw new UncheckedIOException("faceres.json", e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = FaceResWeights.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The face descriptor's " + name + " is missing from the jar.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
