package org.balancehead.model.training;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * How well identities that were not trained on are seen from all around, given their frontal picture alone: PSNR on
 * white, in dB, of the level views at 0, ±60 and 180° of yaw, each the mean over identities.
 */
final class HeldOutEvaluation {
    /** Side of the quick figures' pictures, where one ray a pixel is cheap. */
    private static final int QUICK = 64;

    private static final int[] REDUCED = {64, 128};

    private final TensorEngine engine;
    private final EncodedHeads heads;

    HeldOutEvaluation(TensorEngine engine, EncodedHeads heads) {
        this.engine = engine;
        this.heads = heads;
    }

    /**
     * By |yaw|, of pictures of 64² with one ray through each pixel's centre: the renderer alone, jagged edges and all.
     */
    Map<Integer, Double> oneRayPsnr(int identities) {
        Map<Integer, DoubleSummaryStatistics> means = new TreeMap<>();
        forEachLevelView(identities, (session, head, view) -> {
            RgbImage made = heads.generator().picture(session, head, view.camera(), QUICK);
            add(means, view.yaw(), view.truth(), made);
        });
        return values(means);
    }

    /**
     * As manifests name them: {@code heldOutPsnr256_yaw0} of the finished picture, {@code heldOutPsnr64_yaw0} of the
     * same picture averaged down to 64², {@code heldOutPsnr64OneRay_yaw0} of one ray a pixel.
     */
    Map<String, Double> figures(int identities) {
        Map<String, DoubleSummaryStatistics> means = new TreeMap<>();
        forEachLevelView(identities, (session, head, view) -> {
            RgbImage made = heads.generator().render(session, head, view.camera());
            for (int side : REDUCED) {
                add(
                        means,
                        "heldOutPsnr%d_yaw%d".formatted(side, view.yaw()),
                        view.truth(),
                        Resampling.resize(made, side, side));
            }
            add(means, "heldOutPsnr%d_yaw%d".formatted(made.width(), view.yaw()), view.truth(), made);
        });
        Map<String, Double> figures = new LinkedHashMap<>(values(means));
        oneRayPsnr(identities)
                .forEach((yaw, psnr) -> figures.put("heldOutPsnr%dOneRay_yaw%d".formatted(QUICK, yaw), psnr));
        figures.replaceAll((name, psnr) -> Math.round(psnr * 100) / 100.0);
        return figures;
    }

    private void forEachLevelView(int identities, LookedAt use) {
        for (int i = 0; i < Math.min(identities, heads.data().identities()); i++) {
            try (TensorSession session = engine.inference()) {
                ChartShell head = heads.generator().bake(session, heads.head(session, i));
                for (LevelView view : LevelView.of(heads.data(), i)) {
                    use.accept(session, head, view);
                }
            }
        }
    }

    static <K> void add(Map<K, DoubleSummaryStatistics> means, K key, RgbImage truth, RgbImage made) {
        RgbImage reduced = Resampling.resize(truth, made.width(), made.height());
        means.computeIfAbsent(key, k -> new DoubleSummaryStatistics()).accept(Psnr.between(reduced, made));
    }

    static <K> Map<K, Double> values(Map<K, DoubleSummaryStatistics> means) {
        Map<K, Double> values = new LinkedHashMap<>();
        means.forEach((key, mean) -> values.put(key, mean.getAverage()));
        return values;
    }

    /** What is done with one view that counts. */
    private interface LookedAt {
        void accept(TensorSession session, ChartShell head, LevelView view);
    }
}
