package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.closedform.ChartMapBuilder;
import org.balancehead.model.training.closedform.ClosedForm;

/**
 * What bounds {@link HeldOutEvaluation}: how well a chart generator would show identities whose maps it were told, as
 * all their views together give them, and how much of the maps gets lost on the way there. Each figure is the mean over
 * identities.
 */
final class OwnMapEvaluation {
    private static final int SIDE = 64;

    private final TensorEngine engine;
    private final EncodedHeads heads;
    private final ChartPreset preset;
    private final LinearChart chart;

    /** @param chart of the heads' generator */
    OwnMapEvaluation(TensorEngine engine, EncodedHeads heads, LinearChart chart) {
        this.engine = engine;
        this.heads = heads;
        this.chart = chart;
        preset = heads.generator().preset();
    }

    /**
     * By names: PSNR as {@link HeldOutEvaluation} measures it, averaged down to 64², of heads of the whole map
     * ({@code ownMapPsnr64_yaw0}) and of the w that comes nearest to it ({@code ownCodePsnr64_yaw0}); then the shares
     * of the maps' variance that no w can give ({@code componentsMissedVariance}), and of what a w can give that the
     * encoder misses ({@code encoderMissedVariance}).
     */
    Map<String, Double> figures(int identities) {
        Map<String, DoubleSummaryStatistics> means = new TreeMap<>();
        ChartMapBuilder maps = new ChartMapBuilder(heads.data(), preset.mapWidth(), preset.mapHeight());
        for (int i = 0; i < Math.min(identities, heads.data().identities()); i++) {
            try (TensorSession session = engine.inference()) {
                new Told(session, i, maps.build(i)).measure(means);
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>(HeldOutEvaluation.values(means));
        figures.replaceAll((name, value) -> Math.round(value * 1000) / 1000.0);
        return figures;
    }

    /** One identity in a session; maps as rows, each number as it counts. */
    private final class Told {
        private final TensorSession session;
        private final int identity;
        private final NDArray map;
        private final NDArray rows;
        private final NDArray off;

        Told(TensorSession session, int identity, float[] built) {
            this.session = session;
            this.identity = identity;
            NDArray weight = ClosedForm.weight(session, preset);
            map = session.memory()
                    .create(built, new Shape(1, ChartPreset.MAP_CHANNELS, preset.mapHeight(), preset.mapWidth()));
            rows = chart.components(session).reshape(preset.wDimension(), -1).mul(weight);
            off = map.sub(chart.mean(session)).reshape(1, -1).mul(weight);
        }

        void measure(Map<String, DoubleSummaryStatistics> means) {
            NDArray w = nearest();
            NDArray given = w.matMul(rows);
            NDArray missed = heads.w(session, identity).sub(w).matMul(rows);
            add(means, "componentsMissedVariance", energy(off.sub(given)) / energy(off));
            add(means, "encoderMissedVariance", energy(missed) / energy(given));
            ChartHead coded = heads.generator().synthesis().synthesise(session.ops(), ChartGenerator.everywhere(w));
            show(means, "ownCode", coded);
            show(means, "ownMap", new ChartHead(map, coded.planes()));
        }

        /** The w whose map is nearest: {@code [1, K]}, by least squares. */
        private NDArray nearest() {
            NDArray gram = rows.matMul(rows.transpose());
            return session.ops()
                    .call("solve", gram, rows.matMul(off.transpose()))
                    .transpose();
        }

        private void show(Map<String, DoubleSummaryStatistics> means, String name, ChartHead head) {
            ChartShell shell = heads.generator().bake(session, head);
            for (LevelView view : LevelView.of(heads.data(), identity)) {
                RgbImage made = heads.generator().render(session, shell, view.camera());
                String key = "%sPsnr%d_yaw%d".formatted(name, SIDE, view.yaw());
                HeldOutEvaluation.add(means, key, view.truth(), Resampling.resize(made, SIDE, SIDE));
            }
        }
    }

    private static double energy(NDArray row) {
        return row.square().sum().getFloat();
    }

    private static void add(Map<String, DoubleSummaryStatistics> means, String name, double value) {
        means.computeIfAbsent(name, key -> new DoubleSummaryStatistics()).accept(value);
    }
}
