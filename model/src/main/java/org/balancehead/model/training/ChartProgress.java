package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** How far a training of chart generator and encoder has come. */
public final class ChartProgress {
    private static final int EVALUATED = 12;

    /** Heads whose variety is looked at, and the side of their pictures. */
    private static final int COMPARED = 16;

    private static final int SIDE = 64;

    private final TensorEngine engine;
    private final EncodedHeads seen;
    private final EncodedHeads unseen;

    /**
     * @param weights averaged ones, of encoder and generator
     * @param data what is trained on
     * @param held identities for figures and sheets alone
     */
    public ChartProgress(
            TensorEngine engine, ChartPreset preset, ParameterMap weights, PackedViews data, PackedViews held) {
        this.engine = engine;
        HeadEncoder encoder = new HeadEncoder(weights);
        ChartGenerator generator = new ChartGenerator(preset, weights);
        seen = new EncodedHeads(encoder, generator, data);
        unseen = new EncodedHeads(encoder, generator, held);
    }

    /** Draws what the model makes of held-out identities' frontal pictures, truth above. */
    public void drawSamples(Path picture) throws IOException {
        PackedViews held = unseen.data();
        List<CameraPose> cameras = IntStream.range(0, held.views())
                .mapToObj(view -> held.camera(0, view))
                .toList();
        SampleSheet.write(engine, unseen, cameras, picture);
    }

    /** PSNR of held-out identities at 64², one ray a pixel, by yaw. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        new HeldOutEvaluation(engine, unseen)
                .oneRayPsnr(EVALUATED)
                .forEach((yaw, value) -> figures.put("held-out psnr " + yaw, value));
        return figures;
    }

    /** See {@link Training#variety}: of heads that the encoder reads from pictures of the data. */
    public double variety() {
        PackedViews data = seen.data();
        List<RgbImage> made = new ArrayList<>();
        List<RgbImage> truths = new ArrayList<>();
        int compared = Math.min(COMPARED, data.identities());
        for (int i = 0; i < compared; i++) {
            int identity = (int) ((long) i * data.identities() / compared);
            try (TensorSession session = engine.inference()) {
                ChartShell head = seen.generator().bake(session, seen.head(session, identity));
                made.add(seen.generator().picture(session, head, data.camera(identity, 0), SIDE));
            }
            truths.add(Resampling.resize(seen.truth(identity, 0), SIDE, SIDE));
        }
        return PictureVariety.share(made, truths);
    }
}
