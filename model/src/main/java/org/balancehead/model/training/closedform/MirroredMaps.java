package org.balancehead.model.training.closedform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * the odd entries negated. Maps of ten thousand identities take 1.7 GB, twice that while they are put together.
 *
 * <p>Sizes: n identities, D numbers a map, K components.
 */
final class MirroredMaps {
    /** Of the largest deviation: a component that the data hardly have is as large as that, lest codes explode. */
    private static final float LEAST_DEVIATION = 1e-5f;

    private final TensorEngine engine;
    private final MapHalves halves;
    private final float[] mean;
    private final Half even;
    private final Half odd;
    private final List<Component> components;

    /** One of the components. */
    private record Component(boolean odd, int column, float deviation) {}

    /**
     * One half of all maps.
     *
     * @param rows centred {@code [n, D / 2]}
     * @param found their components
     */
    private record Half(NDArray rows, PrincipalComponents found) {
        Stream<Component> components(boolean odd) {
            return IntStream.range(0, found.variances().length)
                    .mapToObj(i -> new Component(odd, i, (float) Math.sqrt(Math.max(0, found.variances()[i]))));
        }
    }

    private MirroredMaps(TensorEngine engine, ChartPreset preset, float[] mean, Half even, Half odd) {
        this.engine = engine;
        this.mean = mean;
        this.even = even;
        this.odd = odd;
        halves = new MapHalves(preset.mapWidth());
        List<Component> sorted = Stream.concat(even.components(false), odd.components(true))
                .sorted(Comparator.comparing(Component::deviation).reversed())
                .limit(preset.wDimension())
                .toList();
        float least = sorted.get(0).deviation() * LEAST_DEVIATION;
        components = sorted.stream()
                .map(one -> new Component(one.odd(), one.column(), Math.max(one.deviation(), least)))
                .toList();
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
            Half even = half(engine, session.keep(rows.get(0).subi(average), owner), preset, owner);
            Half odd = half(engine, session.keep(rows.get(1), owner), preset, owner);
            return new MirroredMaps(engine, preset, average.toFloatArray(), even, odd);
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

    private static Half half(TensorEngine engine, NDArray rows, ChartPreset preset, NDManager owner) {
        return new Half(rows, PrincipalComponents.of(engine, rows, preset.wDimension(), owner));
    }

    /** The mean map: {@code [D]}. */
    float[] mean() {
        float[] map = new float[2 * mean.length];
        halves.unfold(mean, false, map, 0);
        return map;
    }

    /** The components times their deviations, so that map = mean + w · basis: {@code [K · D]}. */
    float[] basis() {
        int length = mean.length;
        float[] basis = new float[components.size() * 2 * length];
        float[] half = new float[length];
        float[][] directions = {columns(even), columns(odd)};
        for (int k = 0; k < components.size(); k++) {
            Component one = components.get(k);
            float[] from = directions[one.odd() ? 1 : 0];
            int columns = from.length / length;
            for (int i = 0; i < length; i++) {
                half[i] = from[i * columns + one.column()] * one.deviation();
            }
            halves.unfold(half, one.odd(), basis, k * 2 * length);
        }
        return basis;
    }

    private static float[] columns(Half half) {
        return half.found().directions().toFloatArray();
    }

    /** What the maps are in terms of the components, channel by channel. */
    ChartCodes codes() {
        int texels = mean.length / ChartPreset.MAP_CHANNELS;
        int identities = Math.toIntExact(even.rows().getShape().get(0));
        int k = components.size();
        float[][] parts = new float[ChartPreset.MAP_CHANNELS][2 * identities * k];
        float[] origin = new float[k];
        try (TensorSession session = engine.inference()) {
            NDArray average = session.memory().create(mean, new Shape(1, mean.length));
            for (int c = 0; c < parts.length; c++) {
                String columns = c * texels + ":" + (c + 1) * texels;
                float[][] along = {along(even, even.rows(), columns), along(odd, odd.rows(), columns)};
                float[] middle = along(even, average, columns);
                for (int j = 0; j < k; j++) {
                    Component one = components.get(j);
                    float centre = one.odd() ? 0 : middle[one.column()] / one.deviation();
                    origin[j] += centre;
                    float[] from = along[one.odd() ? 1 : 0];
                    int width = from.length / identities;
                    for (int i = 0; i < identities; i++) {
                        float code = from[i * width + one.column()] / one.deviation();
                        parts[c][i * k + j] = centre + code;
                        parts[c][(identities + i) * k + j] = centre + (one.odd() ? -code : code);
                    }
                }
            }
        }
        float[] deviations = new float[k];
        for (int j = 0; j < k; j++) {
            deviations[j] = components.get(j).deviation();
        }
        return new ChartCodes(2 * identities, parts, origin, deviations);
    }

    /** Rows of some columns along the components of a half: {@code [n · k]}. */
    private static float[] along(Half half, NDArray rows, String columns) {
        return rows.get(":, " + columns)
                .matMul(half.found().directions().get(columns))
                .toFloatArray();
    }
}
