package org.balancehead.model.training;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.balancehead.model.HeadModel;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.evaluation.EvaluationProgress;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;

/**
 * How well a model shows identities from all around that it inverted, to the end, from their frontal picture alone,
 * each figure the mean over identities: PSNR on white, in dB, of the level views at 0, ±60 and 180° of yaw, and cosines
 * of face descriptors at ±60°.
 */
final class InversionEvaluation {
    private static final int[] REDUCED = {64, 128};

    /** The yaw, in degrees, at which identity is looked at. */
    private static final int TURNED = 60;

    private final HeadModel model;
    private final PackedViews data;
    private final FaceRes descriptor;

    InversionEvaluation(HeadModel model, PackedViews data, FaceRes descriptor) {
        this.model = model;
        this.data = data;
        this.descriptor = descriptor;
    }

    /**
     * By names such as {@code invertedPsnr64_yaw0}, of pictures at the model's size and averaged down; then
     * {@code invertedIdentity_yaw60}, of the avatar's view and the data's, and {@code invertedIdentityTurned_yaw60}, of
     * the avatar's view and its own front.
     */
    Map<String, Double> figures(int identities, EvaluationProgress progress) {
        Map<String, DoubleSummaryStatistics> means = new TreeMap<>();
        int count = Math.min(identities, data.identities());
        for (int i = 0; i < count; i++) {
            try (Avatar avatar = inverted(i)) {
                RgbImage front = model.render(avatar, data.camera(i, 0));
                for (LevelView view : LevelView.of(data, i)) {
                    RgbImage made = model.render(avatar, view.camera());
                    addPsnr(means, view, made);
                    if (view.yaw() == TURNED) {
                        addIdentity(means, view, made, front);
                    }
                }
            }
            progress.show("inversions", i + 1, count);
        }
        Map<String, Double> figures = new LinkedHashMap<>(HeldOutEvaluation.values(means));
        figures.replaceAll((name, value) -> Math.round(value * 100) / 100.0);
        return figures;
    }

    private void addPsnr(Map<String, DoubleSummaryStatistics> means, LevelView view, RgbImage made) {
        TreeSet<Integer> sides = new TreeSet<>(List.of(model.imageSize()));
        Arrays.stream(REDUCED).filter(side -> side < model.imageSize()).forEach(sides::add);
        for (int side : sides) {
            String name = "invertedPsnr%d_yaw%d".formatted(side, view.yaw());
            HeldOutEvaluation.add(means, name, view.truth(), Resampling.resize(made, side, side));
        }
    }

    private void addIdentity(
            Map<String, DoubleSummaryStatistics> means, LevelView view, RgbImage made, RgbImage front) {
        float[] shown = descriptor.encodeAll(List.of(made), view.camera())[0];
        float[] truth = descriptor.encodeAll(List.of(view.truth()), view.camera())[0];
        add(means, "invertedIdentity_yaw" + TURNED, SemanticEncoder.cosine(shown, truth));
        add(means, "invertedIdentityTurned_yaw" + TURNED, SemanticEncoder.cosine(shown, descriptor.encode(front)));
    }

    private static void add(Map<String, DoubleSummaryStatistics> means, String name, double value) {
        means.computeIfAbsent(name, key -> new DoubleSummaryStatistics()).accept(value);
    }

    private Avatar inverted(int identity) {
        Avatar best = null;
        try (Inversion inversion = model.invert(List.of(frontal(identity)))) {
            while (!inversion.finished()) {
                Optional<Avatar> better = inversion.step().revised();
                if (better.isPresent()) {
                    if (best != null) {
                        best.close();
                    }
                    best = better.get();
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("An inversion published no head.");
        }
        return best;
    }

    private AlignedHead frontal(int identity) {
        int side = model.imageSize();
        RgbImage crop = Resampling.resize(data.picture(identity, 0), side, side);
        float[] alpha = new float[data.size() * data.size()];
        byte[] rgba = new byte[alpha.length * 4];
        data.read(identity, 0, rgba);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = (rgba[i * 4 + 3] & 0xff) / 255f;
        }
        Mask mask = new Mask(data.size(), data.size(), alpha).resized(side, side);
        return new AlignedHead(crop, mask, data.camera(identity, 0), Mask.everywhere(side, side));
    }
}
