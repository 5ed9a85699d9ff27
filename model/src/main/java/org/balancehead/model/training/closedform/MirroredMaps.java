package org.balancehead.model.training.closedform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntConsumer;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * The chart maps of a dataset and their mirror images, each number as it counts, and their principal components.
 *
 * <p>Every component is even or odd: mirrored, it is itself or its negative, for the covariance of maps beside their
 * mirror images knows no left and right. So the two kinds are sought apart, each in half a map ({@link MapHalves}), in
 * a quarter of the memory that maps and mirror images would take; and the code of a mirror image is that of the map,
 * the odd entries negated. Maps of ten thousand identities take 3.2 GB, twice that while they are put together.
 *
 * <p>Sizes: n identities, D numbers a map, K components, the even ones first, each kind by its deviation.
 */
final class MirroredMaps {
    /** Of the largest deviation: a component that the data hardly have is as large as that, lest codes explode. */
    private static final float LEAST_DEVIATION = 1e-5f;

    private final TensorEngine engine;
    private final float[] mean;
    private final Half even;
    private final Half odd;
    private final float[] deviations;

    /**
     * One half of all maps.
     *
     * @param rows centred {@code [n, D / 2]}
     * @param found their components
     */
    private record Half(NDArray rows, PrincipalComponents found) {
        int count() {
            return found.variances().length;
        }
    }

    private MirroredMaps(TensorEngine engine, float[] mean, Half even, Half odd) {
        this.engine = engine;
        this.mean = mean;
        this.even = even;
        this.odd = odd;
        deviations = new float[even.count() + odd.count()];
        float largest = Math.max(even.found().variances()[0], odd.found().variances()[0]);
        float least = (float) Math.sqrt(largest) * LEAST_DEVIATION;
        for (int k = 0; k < deviations.length; k++) {
            float variance = of(k).found().variances()[column(k)];
            deviations[k] = Math.max((float) Math.sqrt(Math.max(0, variance)), least);
        }
    }

    /**
     * Builds the maps and finds their components.
     *
     * @param progress hears how many identities are done
     * @param owner of the arrays that are kept
     */
    static MirroredMaps of(
            TensorEngine engine, ChartPreset preset, PackedViews data, IntConsumer progress, NDManager owner) {
        try (TensorSession session = engine.inference()) {
            NDList rows = rows(session, preset, data, progress);
            NDArray average = rows.get(0).mean(new int[] {0}, true);
            int odds = preset.wDimension() - preset.wEven();
            Half even = half(engine, session.keep(rows.get(0).subi(average), owner), preset.wEven(), owner);
            Half odd = half(engine, session.keep(rows.get(1), owner), odds, owner);
            return new MirroredMaps(engine, average.toFloatArray(), even, odd);
        }
    }

    /** Even and odd halves of the maps, {@code [n, D / 2]} each. */
    private static NDList rows(TensorSession session, ChartPreset preset, PackedViews data, IntConsumer progress) {
        ChartMapBuilder builder = new ChartMapBuilder(data, preset.mapWidth(), preset.mapHeight());
        MapHalves halves = new MapHalves(preset.mapWidth());
        float[] weight = ClosedForm.weight(preset);
        float[] even = new float[weight.length / 2];
        float[] odd = new float[weight.length / 2];
        NDList evens = new NDList();
        NDList odds = new NDList();
        for (int i = 0; i < data.identities(); i++) {
            float[] map = builder.build(i);
            for (int j = 0; j < map.length; j++) {
                map[j] *= weight[j];
            }
            halves.split(map, even, odd);
            evens.add(session.memory().create(even, new Shape(1, even.length)));
            odds.add(session.memory().create(odd, new Shape(1, odd.length)));
            progress.accept(i + 1);
        }
        return new NDList(together(evens), together(odds));
    }

    private static NDArray together(NDList rows) {
        NDArray all = NDArrays.concat(rows);
        rows.close();
        return all;
    }

    private static Half half(TensorEngine engine, NDArray rows, int components, NDManager owner) {
        return new Half(rows, PrincipalComponents.of(engine, rows, components, owner));
    }

    /** The left half of the mean map: {@code [D / 2]}. */
    float[] mean() {
        float[] left = new float[mean.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = MapHalves.unscaled(mean[i]);
        }
        return left;
    }

    /**
     * The left halves of the components times their deviations, so that map = mean + w · basis: {@code [K · D / 2]}.
     */
    float[] basis() {
        float[] basis = new float[deviations.length * mean.length];
        float[][] directions = {
            even.found().directions().toFloatArray(), odd.found().directions().toFloatArray()
        };
        for (int k = 0; k < deviations.length; k++) {
            float[] from = directions[isOdd(k) ? 1 : 0];
            for (int i = 0; i < mean.length; i++) {
                float direction = from[i * of(k).count() + column(k)];
                basis[k * mean.length + i] = MapHalves.unscaled(direction * deviations[k]);
            }
        }
        return basis;
    }

    /** What the maps are in terms of the components, channel by channel. */
    ChartCodes codes() {
        int texels = mean.length / ChartPreset.MAP_CHANNELS;
        int identities = Math.toIntExact(even.rows().getShape().get(0));
        int k = deviations.length;
        float[][] parts = new float[ChartPreset.MAP_CHANNELS][2 * identities * k];
        float[] origin = new float[k];
        try (TensorSession session = engine.inference()) {
            NDArray average = session.memory().create(mean, new Shape(1, mean.length));
            for (int c = 0; c < parts.length; c++) {
                String columns = c * texels + ":" + (c + 1) * texels;
                float[][] along = {along(even, even.rows(), columns), along(odd, odd.rows(), columns)};
                float[] middle = along(even, average, columns);
                for (int j = 0; j < k; j++) {
                    float centre = isOdd(j) ? 0 : middle[j] / deviations[j];
                    origin[j] += centre;
                    float[] from = along[isOdd(j) ? 1 : 0];
                    for (int i = 0; i < identities; i++) {
                        float code = from[i * of(j).count() + column(j)] / deviations[j];
                        parts[c][i * k + j] = centre + code;
                        parts[c][(identities + i) * k + j] = centre + (isOdd(j) ? -code : code);
                    }
                }
            }
        }
        return new ChartCodes(2 * identities, parts, origin, deviations.clone());
    }

    /** Rows of some columns along the components of a half: {@code [n · k]}. */
    private static float[] along(Half half, NDArray rows, String columns) {
        return rows.get(":, " + columns)
                .matMul(half.found().directions().get(columns))
                .toFloatArray();
    }

    private boolean isOdd(int component) {
        return component >= even.count();
    }

    private Half of(int component) {
        return isOdd(component) ? odd : even;
    }

    private int column(int component) {
        return isOdd(component) ? component - even.count() : component;
    }
}
