package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.evaluation.FrontalSemantics;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.inversion.HeadGallery;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.latent.LatentHeads;
import org.balancehead.model.training.latent.LatentQuality;
import org.balancehead.model.training.latent.LatentSettings;
import org.balancehead.model.training.latent.MappingTraining;
import org.jspecify.annotations.Nullable;

/**
 * Makes a checkpoint of a training's weights: fits super-resolution and the mapping network to what the generator now
 * does, measures held-out identities, and writes files with their manifest: half precision, and the largest tensors in
 * bytes.
 */
public final class FinishedCheckpoint {
    private static final int SUPER_RESOLUTION_STEPS = 1500;

    /** The largest tensors, which checkpoints keep in bytes, lest they exceed 20 MB. */
    private static final Set<String> BYTES =
            Set.of(LinearChart.BASIS, HeadGallery.W, "encoder.linear", "encoder.hidden.weight");

    /** How many conditions the checkpoint keeps for drawing samples. */
    private static final int KEPT = 256;

    private static final int EVALUATED = 32;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final TrainingOrder order;
    private final PackedViews data;
    private final PackedViews held;
    private final ParameterMap weights;

    /** @param weights changed by the fits; not closed */
    public FinishedCheckpoint(
            TensorEngine engine,
            ChartPreset preset,
            TrainingOrder order,
            PackedViews data,
            PackedViews held,
            ParameterMap weights) {
        this.engine = engine;
        this.preset = preset;
        this.order = order;
        this.data = data;
        this.held = held;
        this.weights = weights;
    }

    /** Fits, measures and writes; {@code history} is what the manifest says of how it came to be, beside the fits. */
    Checkpoint fitAndWrite(Path target, String name, String version, Map<String, Object> history) throws IOException {
        Map<String, Object> training = new LinkedHashMap<>(history);
        EncodedHeads trained = new EncodedHeads(new HeadEncoder(weights), new ChartGenerator(preset, weights), data);
        Random random = new Random(order.seed() + 1);
        training.put(
                "superResolutionL1",
                new SuperResolutionFitting(engine, trained, random).fit(weights, SUPER_RESOLUTION_STEPS, random));
        fitMapping(trained, training, random);
        return write(target, name, version, training, null);
    }

    /**
     * Fits the mapping network alone, to what the encoder now reads, measures and writes.
     *
     * @param parent name and version of the checkpoint that training began from
     */
    public Checkpoint refitAndWrite(
            Path target, String name, String version, Map<String, Object> history, String parent) throws IOException {
        Map<String, Object> training = new LinkedHashMap<>(history);
        EncodedHeads trained = new EncodedHeads(new HeadEncoder(weights), new ChartGenerator(preset, weights), data);
        fitMapping(trained, training, new Random(order.seed() + 1));
        return write(target, name, version, training, parent);
    }

    private void fitMapping(EncodedHeads trained, Map<String, Object> training, Random random) throws IOException {
        LatentHeads heads = heads(trained);
        LatentQuality quality =
                new MappingTraining(engine, preset, LatentSettings.of(preset.name()), heads).train(weights, random);
        training.put("mappingPrecision", quality.precision());
        training.put("mappingRecall", quality.recall());
        int kept = Math.min(KEPT, heads.features().length);
        int length = heads.features()[0].length;
        float[] conditions = new float[kept * length];
        for (int i = 0; i < kept; i++) {
            System.arraycopy(heads.features()[i], 0, conditions, i * length, length);
        }
        weights.put(ChartGenerator.CONDITIONS, conditions, kept, length);
        new GalleryFitting(engine, trained).fit(weights, heads.features());
    }

    private LatentHeads heads(EncodedHeads trained) throws IOException {
        float[][] codes = new float[data.identities()][];
        float[][] features = new float[data.identities()][];
        try (FrontalSemantics semantics =
                FrontalSemantics.open(order.data(), data, Conditions.FACE.encoder(), engine)) {
            for (int i = 0; i < codes.length; i++) {
                features[i] = semantics.of(i);
                try (TensorSession session = engine.inference()) {
                    codes[i] = trained.w(session, i).toFloatArray();
                }
            }
        }
        return new LatentHeads(codes, features);
    }

    private Checkpoint write(
            Path target, String name, String version, Map<String, Object> training, @Nullable String parent)
            throws IOException {
        EncodedHeads unseen = new EncodedHeads(new HeadEncoder(weights), new ChartGenerator(preset, weights), held);
        Map<String, Double> metrics = new HeldOutEvaluation(engine, unseen).figures(EVALUATED);
        try (CheckpointWriter writer = CheckpointWriter.begin(target)) {
            writer.tensors(CheckpointFiles.GENERATOR, stored(file -> !file.startsWith("encoder.")));
            writer.tensors(CheckpointFiles.ENCODER, stored(file -> file.startsWith("encoder.")));
            return writer.publish(
                    Manifest.of(name, version, preset.name(), Conditions.FACE, training, metrics, parent));
        }
    }

    private Map<String, StoredTensor> stored(Predicate<String> chosen) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>(
                Weights.store(weights, name -> BYTES.contains(name) ? Precision.I8 : Precision.F16));
        stored.keySet().removeIf(chosen.negate());
        return stored;
    }
}
