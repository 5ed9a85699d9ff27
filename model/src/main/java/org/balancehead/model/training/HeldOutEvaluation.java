package org.balancehead.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * How well identities that were not trained on are seen from all around, given their frontal picture alone: PSNR on
 * white by yaw, as {@code recipe.md} measures.
 */
public final class HeldOutEvaluation {
    private static final int[] RESOLUTIONS = {64, 128, 256};
    private static final double LEVEL = 1; // degrees of pitch that still count as level

    private final TensorEngine engine;
    private final HeadEncoder encoder;
    private final ChartGenerator generator;
    private final PackedViews data;
    private final FrontalPictures pictures;

    public HeldOutEvaluation(TensorEngine engine, HeadEncoder encoder, ChartGenerator generator, PackedViews data) {
        this.engine = engine;
        this.encoder = encoder;
        this.generator = generator;
        this.data = data;
        pictures = new FrontalPictures(data);
    }

    /**
     * Mean PSNR in dB by |yaw| of the level views at 0, 60 and 180°.
     *
     * @param identities how many, the first of the data
     * @param resolution side of the pictures that are compared; at the preset's image size super-resolution makes them,
     *     below it the renderer alone
     */
    public Map<Integer, Double> psnr(int identities, int resolution) {
        Map<Integer, List<Double>> figures = new TreeMap<>();
        for (int i = 0; i < Math.min(identities, data.identities()); i++) {
            try (TensorSession session = engine.inference()) {
                ChartHead head = head(session, i);
                for (int view = 0; view < data.views(); view++) {
                    int yaw = Math.abs((int) Math.round(data.camera(i, view).yawDegrees()));
                    if (Math.abs(data.camera(i, view).pitchDegrees()) < LEVEL
                            && (yaw == 0 || yaw == 60 || yaw == 180)) {
                        RgbImage truth = Resampling.resize(truth(i, view), resolution, resolution);
                        RgbImage made = made(session, head, data.camera(i, view), resolution);
                        figures.computeIfAbsent(yaw, y -> new ArrayList<>()).add(Psnr.between(truth, made));
                    }
                }
            }
        }
        Map<Integer, Double> means = new LinkedHashMap<>();
        figures.forEach((yaw, values) -> means.put(
                yaw, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return means;
    }

    /** The mean PSNR at each resolution and yaw, as manifests name them: {@code heldOutPsnr64_yaw0}, … */
    public Map<String, Double> figures(int identities) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int resolution : RESOLUTIONS) {
            psnr(identities, resolution)
                    .forEach((yaw, psnr) -> figures.put(
                            "heldOutPsnr%d_yaw%d".formatted(resolution, yaw), Math.round(psnr * 100) / 100.0));
        }
        return figures;
    }

    private RgbImage made(TensorSession session, ChartHead head, CameraPose camera, int resolution) {
        return resolution == generator.preset().imageSize()
                ? generator.render(session, head, camera)
                : generator.picture(session, head, camera, resolution);
    }

    /** The head that the frontal picture of an identity is encoded to. */
    ChartHead head(TensorSession session, int identity) {
        return generator.synthesis().synthesise(session.ops(), ChartGenerator.everywhere(w(session, identity)));
    }

    /** w {@code [1, K]} of an identity's frontal picture. */
    NDArray w(TensorSession session, int identity) {
        float[] picture = new float[FrontalPictures.length()];
        pictures.read(identity, false, picture, 0);
        Shape shape = new Shape(1, 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
        return encoder.encode(session.ops(), session.memory().create(picture, shape));
    }

    /** A view of the data on white. */
    RgbImage truth(int identity, int view) {
        byte[] rgba = new byte[data.size() * data.size() * 4];
        data.read(identity, view, rgba);
        byte[] rgb = new byte[data.size() * data.size() * 3];
        for (int i = 0; i < data.size() * data.size(); i++) {
            System.arraycopy(rgba, i * 4, rgb, i * 3, 3);
        }
        return new RgbImage(data.size(), data.size(), rgb);
    }
}
