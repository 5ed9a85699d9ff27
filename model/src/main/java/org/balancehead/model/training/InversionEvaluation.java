package org.balancehead.model.training;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.balancehead.model.HeadModel;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;

/**
 * How well a model without an encoder shows identities from all around that it inverted from their frontal picture
 * alone: PSNR on white, in dB, of the level views at 0, ±60 and 180° of yaw, each the mean over identities.
 */
final class InversionEvaluation {
    private final HeadModel model;
    private final PackedViews data;

    InversionEvaluation(HeadModel model, PackedViews data) {
        this.model = model;
        this.data = data;
    }

    /** By names such as {@code invertedPsnr64_yaw0}, at the model's image size. */
    Map<String, Double> figures(int identities) {
        Map<String, DoubleSummaryStatistics> means = new TreeMap<>();
        for (int i = 0; i < Math.min(identities, data.identities()); i++) {
            try (Avatar avatar = inverted(i)) {
                for (LevelView view : LevelView.of(data, i)) {
                    String name = "invertedPsnr%d_yaw%d".formatted(model.imageSize(), view.yaw());
                    HeldOutEvaluation.add(means, name, view.truth(), model.render(avatar, view.camera()));
                }
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>(HeldOutEvaluation.values(means));
        figures.replaceAll((name, psnr) -> Math.round(psnr * 100) / 100.0);
        return figures;
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
        float[] everywhere = new float[side * side];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = (rgba[i * 4 + 3] & 0xff) / 255f;
        }
        Arrays.fill(everywhere, 1);
        Mask mask = new Mask(data.size(), data.size(), alpha).resized(side, side);
        return new AlignedHead(crop, mask, data.camera(identity, 0), new Mask(side, side, everywhere));
    }
}
