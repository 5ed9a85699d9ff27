package org.balancehead.model.condition;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;

/**
 * Our own semantic encoder: a small convolutional network over the whole head frame, learnt from what is known exactly
 * of synthetic heads (hair, skin, age, sex, shape, clothes). Features have 128 numbers whose mean square is 1.
 */
public final class HeadDescriptor implements SemanticEncoder {
    /** The encoder's name in manifests. */
    public static final String NAME = "heads";

    /** Side of the pictures that it takes, in pixels. */
    public static final int SIDE = 128;

    /** How many numbers a feature has. */
    public static final int DIMENSION = 128;

    private static final String BUNDLED = "heads.safetensors";

    /** In and out of each convolution; where they differ it halves the picture's side. */
    private static final int[][] CHANNELS = {{3, 24}, {24, 48}, {48, 96}, {96, 96}, {96, 128}, {128, 128}, {128, 160}};

    private static final int LAST_SIDE = 4;

    private final TensorEngine engine;
    private final ParameterMap weights;

    private HeadDescriptor(TensorEngine engine, ParameterMap weights) {
        this.engine = engine;
        this.weights = weights;
    }

    /** Loads the bundled weights to the engine's device. */
    public static HeadDescriptor open(TensorEngine engine) {
        try (InputStream in = HeadDescriptor.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("The head descriptor's " + BUNDLED + " is missing from the jar.");
            }
            return of(BUNDLED, Safetensors.read(BUNDLED, in.readAllBytes()), engine);
        } catch (IOException e) {
            throw new UncheckedIOException(BUNDLED, e);
        }
    }

    /**
     * Loads weights to the engine's device.
     *
     * @throws CheckpointException when the file cannot be read or holds other weights
     */
    public static HeadDescriptor open(Path file, TensorEngine engine) {
        return of(String.valueOf(file.getFileName()), Safetensors.readFinite(file), engine);
    }

    private static HeadDescriptor of(String file, Map<String, StoredTensor> tensors, TensorEngine engine) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        try {
            layout().checkShapes(shapes);
        } catch (IllegalArgumentException unfit) {
            throw new CheckpointException(
                    "%s does not hold a head descriptor: %s".formatted(file, unfit.getMessage()), unfit);
        }
        return new HeadDescriptor(engine, Weights.load(tensors, engine));
    }

    /** The network's weights. */
    public static ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        for (int i = 0; i < CHANNELS.length; i++) {
            layout.normal("conv" + i + ".weight", 1, CHANNELS[i][1], CHANNELS[i][0], 3, 3);
            layout.constant("conv" + i + ".bias", 0, CHANNELS[i][1]);
        }
        layout.normal("out.weight", 1, DIMENSION, (long) CHANNELS[CHANNELS.length - 1][1] * LAST_SIDE * LAST_SIDE);
        layout.constant("out.bias", 0, DIMENSION);
        return layout;
    }

    /**
     * The network itself, for training.
     *
     * @param weights those of {@link #layout}
     * @param rgb {@code [N, 3, 128, 128]}, 0…1 on white
     * @return {@code [N, 128]}, each row of mean square 1
     */
    public static NDArray describe(TensorOps ops, ParameterMap weights, NDArray rgb) {
        List<NDArray> layers = new ArrayList<>();
        layout().names().forEach(name -> layers.add(weights.get(name)));
        return ops.call("head_descriptor", rgb, layers);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[] encode(AlignedHead frontal) {
        return encode(Crops.onWhite(frontal));
    }

    @Override
    public float[][] encodeAll(List<RgbImage> alignedFrontalCrops) {
        List<RgbImage> small = alignedFrontalCrops.stream()
                .map(crop -> Resampling.resize(crop, SIDE, SIDE))
                .toList();
        return Crops.encode(engine, small, (session, rgb) -> {
            TensorOps ops = session.ops();
            return describe(ops, weights, ops.scaled(rgb, 1.0 / 255));
        });
    }

    @Override
    public void close() {
        weights.close();
    }
}
