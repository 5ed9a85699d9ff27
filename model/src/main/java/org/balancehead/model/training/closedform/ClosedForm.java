package org.balancehead.model.training.closedform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.FrontalPictures;

/**
 * Fits the chart's linear model and the encoder's linear part to a dataset and its mirror images.
 *
 * <p>Sizes: n identities, D numbers a map, K components.
 */
public final class ClosedForm implements AutoCloseable {
    /** Ridge strength as a share of the largest eigenvalue of the pictures' covariance. */
    private static final double RIDGE = 1e-4;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final NDManager owner;
    private final MirroredMaps maps;

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
        maps = MirroredMaps.of(engine, preset, data, progress, owner);
    }

    /**
     * Refuses data that show too few heads for the principal components.
     *
     * @throws IllegalArgumentException in one sentence
     */
    public static void refuseTooFew(ChartPreset preset, PackedViews data) {
        int least = Math.max(preset.wEven(), preset.wDimension() - preset.wEven());
        if (data.identities() < least) {
            throw new IllegalArgumentException("%d identities are too few for %d components: give %d or more."
                    .formatted(data.identities(), preset.wDimension(), least));
        }
    }

    /** What each number of a map counts when maps are compared: {@code [1, D]}. */
    public static NDArray weight(TensorSession session, ChartPreset preset) {
        float[] weight = weight(preset);
        return session.memory().create(weight, new Shape(1, weight.length));
    }

    static float[] weight(ChartPreset preset) {
        int texels = preset.mapHeight() * preset.mapWidth();
        float[] weight = new float[ChartPreset.MAP_CHANNELS * texels];
        Arrays.fill(weight, 1);
        Arrays.fill(weight, 0, texels, ChartPreset.RADIUS_WEIGHT);
        return weight;
    }

    /** Puts the weights of the {@link LinearChart}, unweighted. */
    public void putChart(ParameterMap parameters) {
        LinearChart.put(preset, parameters, unweighted(maps.mean()), unweighted(maps.basis()));
    }

    /** Left halves of maps, in the numbers of maps again. */
    private float[] unweighted(float[] halves) {
        int texels = preset.mapHeight() * preset.mapWidth() / 2;
        for (int i = 0; i < halves.length; i++) {
            halves[i] /= i / texels % ChartPreset.MAP_CHANNELS == 0 ? ChartPreset.RADIUS_WEIGHT : 1;
        }
        return halves;
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
            float[] told = codes().all();
            NDArray codes =
                    session.memory().create(told, new Shape(told.length / preset.wDimension(), preset.wDimension()));
            NDArray linear =
                    session.ops().call("solve", gram.add(ridge), x.transpose().matMul(codes));
            parameters.put("encoder.mean", session.keepCopy(average.squeeze(0), parameters.owner()));
            parameters.put("encoder.linear", session.keepCopy(linear, parameters.owner()));
        }
    }

    /** What the maps are in terms of the components, channel by channel. */
    public ChartCodes codes() {
        return maps.codes();
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
