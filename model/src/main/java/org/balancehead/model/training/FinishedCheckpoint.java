package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.jspecify.annotations.Nullable;

/**
 * Makes a checkpoint of a training's weights: fits super-resolution and the mapping network to what the generator now
 * does, measures held-out identities, and writes half-precision files with their manifest.
 */
public final class FinishedCheckpoint {
    private static final int SUPER_RESOLUTION_STEPS = 1500;
    private static final int MAPPING_STEPS = 3000;
    private static final int EVALUATED = 32;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final long seed;
    private final PackedViews data;
    private final PackedViews held;
    private final ParameterMap weights;

    /** @param weights changed by the fits; not closed */
    public FinishedCheckpoint(
            TensorEngine engine,
            ChartPreset preset,
            long seed,
            PackedViews data,
            PackedViews held,
            ParameterMap weights) {
        this.engine = engine;
        this.preset = preset;
        this.seed = seed;
        this.data = data;
        this.held = held;
        this.weights = weights;
    }

    /** Fits, measures and writes; {@code history} is what the manifest says of how it came to be, beside the fits. */
    Checkpoint fitAndWrite(Path target, String name, String version, Map<String, Object> history) throws IOException {
        Map<String, Object> training = new LinkedHashMap<>(history);
        EncodedHeads trained = new EncodedHeads(new HeadEncoder(weights), new ChartGenerator(preset, weights), data);
        Random random = new Random(seed + 1);
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
        fitMapping(trained, training, new Random(seed + 1));
        return write(target, name, version, training, parent);
    }

    private void fitMapping(EncodedHeads trained, Map<String, Object> training, Random random) {
        try (SemanticEncoder semantic = FaceRes.open(engine)) {
            ChartGenerator.initialiseMapping(engine, preset, weights, random);
            training.put(
                    "mappingMissedVariance",
                    new ConditionFitting(engine, preset, trained, semantic).fit(weights, MAPPING_STEPS, random));
        }
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
        Map<String, StoredTensor> stored = new LinkedHashMap<>(Weights.store(weights, weight -> true));
        stored.keySet().removeIf(chosen.negate());
        return stored;
    }
}
