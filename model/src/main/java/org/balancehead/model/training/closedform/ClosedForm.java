package org.balancehead.model.training.closedform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntConsumer;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.FrontalPictures;

/**
 * Fits the chart's linear model and the encoder's linear part to a dataset and its mirror images.
 *
 * <p>Sizes: n identities, 2n rows (the second half mirrored), D numbers a map, K components.
 */
public final class ClosedForm implements AutoCloseable {
    private static final int OVERSAMPLED = 32;
    private static final int POWER_ITERATIONS = 6;

    /** Ridge strength as a share of the largest eigenvalue of the pictures' covariance. */
    private static final double RIDGE = 1e-4;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final NDManager owner;
    private NDArray maps;
    private NDArray mean;
    private NDArray components;
    private NDArray deviations;
    private NDArray codes;

    /**
     * Builds the maps of all identities and their principal components.
     *
     * @param progress hears how many identities are done
     */
    public ClosedForm(TensorEngine engine, ChartPreset preset, PackedViews data, IntConsumer progress) {
        refuseTooFew(preset, data);
        this.engine = engine;
        this.preset = preset;
        owner = engine.newOwner();
        try (TensorSession session = engine.inference()) {
            maps = session.keep(maps(session, data, progress), owner);
        }
        try (TensorSession session = engine.inference()) {
            fitComponents(session);
        }
    }

    /**
     * Refuses data that show too few heads for the principal components.
     *
     * @throws IllegalArgumentException in one sentence
     */
    public static void refuseTooFew(ChartPreset preset, PackedViews data) {
        if (2 * data.identities() <= preset.wDimension()) {
            throw new IllegalArgumentException("%d identities are too few for %d components: give more than %d."
                    .formatted(data.identities(), preset.wDimension(), preset.wDimension() / 2));
        }
    }

    /**
     * Weighted maps {@code [2n, D]}; of ten thousand identities they take 3.4 GB, twice that while they are put
     * together.
     */
    private NDArray maps(TensorSession session, PackedViews data, IntConsumer progress) {
        ChartMapBuilder builder = new ChartMapBuilder(data, preset.mapWidth(), preset.mapHeight());
        NDList rows = new NDList();
        for (int i = 0; i < data.identities(); i++) {
            rows.add(session.memory().create(builder.build(i), new Shape(1, mapSize())));
            progress.accept(i + 1);
        }
        NDArray upright = NDArrays.concat(rows);
        rows.close();
        Shape grid = new Shape(-1, ChartPreset.MAP_CHANNELS, preset.mapHeight(), preset.mapWidth());
        NDArray mirrored = upright.reshape(grid).flip(3).reshape(-1, mapSize());
        return upright.concat(mirrored).muli(weight(session));
    }

    private int mapSize() {
        return ChartPreset.MAP_CHANNELS * preset.mapHeight() * preset.mapWidth();
    }

    private NDArray weight(TensorSession session) {
        return weight(session, preset);
    }

    /** What each number of a map counts when maps are compared: {@code [1, D]}. */
    public static NDArray weight(TensorSession session, ChartPreset preset) {
        int texels = preset.mapHeight() * preset.mapWidth();
        float[] weight = new float[ChartPreset.MAP_CHANNELS * texels];
        java.util.Arrays.fill(weight, 1);
        java.util.Arrays.fill(weight, 0, texels, ChartPreset.RADIUS_WEIGHT);
        return session.memory().create(weight, new Shape(1, weight.length));
    }

    /** Principal components by subspace iteration (Halko et al., SIAM Review 2011, algorithm 4.4). */
    private void fitComponents(TensorSession session) {
        mean = session.keepCopy(maps.mean(new int[] {0}, true), owner);
        NDArray x = maps.sub(mean);
        long rows = x.getShape().get(0);
        int sketch = (int) Math.min(preset.wDimension() + OVERSAMPLED, rows);
        engine.seed(1);
        NDArray q = session.ops().call("orthonormal", session.memory().randomNormal(new Shape(mapSize(), sketch)));
        for (int i = 0; i < POWER_ITERATIONS; i++) {
            q = session.ops().call("orthonormal", x.transpose().matMul(x.matMul(q)));
        }
        NDArray projected = x.matMul(q);
        NDArray[] eigen = session.ops().callList("eigen", projected.transpose().matMul(projected));
        int k = preset.wDimension();
        NDArray values = eigen[0].get((sketch - k) + ":").flip(0);
        NDArray vectors = q.matMul(eigen[1].get(":, " + (sketch - k) + ":").flip(1));
        deviations =
                session.keepCopy(session.ops().scaled(values, 1.0 / rows).sqrt().reshape(1, k), owner);
        components = session.keepCopy(vectors, owner);
        codes = session.keepCopy(x.matMul(vectors).div(deviations), owner);
    }

    /** Puts {@code chart.mean} and {@code chart.basis}, unweighted, so that map = mean + w · basis. */
    public void putChart(ParameterMap parameters) {
        try (TensorSession session = engine.inference()) {
            NDArray weight = weight(session);
            Shape grid = new Shape(-1, ChartPreset.MAP_CHANNELS, preset.mapHeight(), preset.mapWidth());
            NDArray basis = components.mul(deviations).transpose().div(weight).reshape(grid);
            parameters.put(
                    "chart.mean",
                    session.keepCopy(mean.div(weight).reshape(grid).squeeze(0), parameters.owner()));
            parameters.put("chart.basis", session.keepCopy(basis, parameters.owner()));
        }
    }

    /** Puts {@code encoder.mean} and {@code encoder.linear}: ridge regression of the codes on the small pictures. */
    public void putEncoder(ParameterMap parameters, PackedViews data) {
        try (TensorSession session = engine.inference()) {
            NDArray pictures = smallPictures(session, data);
            NDArray average = pictures.mean(new int[] {0}, true);
            NDArray x = pictures.sub(average);
            NDArray gram = x.transpose().matMul(x);
            long inputs = gram.getShape().get(0);
            NDArray probe = session.memory().ones(new Shape(inputs, 1));
            for (int i = 0; i < 20; i++) { // power iteration for the largest eigenvalue
                probe = gram.matMul(probe);
                probe = probe.div(probe.norm());
            }
            float largest = gram.matMul(probe).norm().getFloat();
            NDArray ridge = session.ops().scaled(session.memory().eye((int) inputs), RIDGE * largest);
            NDArray linear =
                    session.ops().call("solve", gram.add(ridge), x.transpose().matMul(codes));
            parameters.put("encoder.mean", session.keepCopy(average.squeeze(0), parameters.owner()));
            parameters.put("encoder.linear", session.keepCopy(linear, parameters.owner()));
        }
    }

    /** What the maps are in terms of the components, channel by channel. */
    public ChartCodes codes() {
        int texels = preset.mapHeight() * preset.mapWidth();
        int rows = Math.toIntExact(maps.getShape().get(0));
        float[][] parts = new float[ChartPreset.MAP_CHANNELS][];
        try (TensorSession session = engine.inference()) {
            NDArray scale = session.ops().detach(deviations);
            for (int c = 0; c < parts.length; c++) {
                String columns = c * texels + ":" + (c + 1) * texels;
                NDArray part = maps.get(":, " + columns).matMul(components.get(columns));
                parts[c] = part.div(scale).toFloatArray();
            }
            float[] origin = mean.matMul(components).div(scale).toFloatArray();
            return new ChartCodes(rows, parts, origin, deviations.toFloatArray());
        }
    }

    private static NDArray smallPictures(TensorSession session, PackedViews data) {
        FrontalPictures pictures = new FrontalPictures(data);
        float[] picture = new float[FrontalPictures.length()];
        NDList rows = new NDList();
        for (boolean mirrored : new boolean[] {false, true}) {
            for (int i = 0; i < data.identities(); i++) {
                pictures.read(i, mirrored, picture, 0);
                NDArray whole = session.memory().create(picture, new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT));
                rows.add(session.ops()
                        .call("average_pool", whole, HeadEncoder.INPUT / HeadEncoder.SMALL)
                        .reshape(1, -1));
                whole.close();
            }
        }
        return NDArrays.concat(rows);
    }

    @Override
    public void close() {
        owner.close();
    }
}
