package org.balancehead.model.training;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.adversarial.AdversarialSettings;
import org.balancehead.model.training.adversarial.AdversarialTraining;
import org.balancehead.model.training.adversarial.ConditionedPictures;
import org.balancehead.model.training.refinement.ChartRefinement;
import org.balancehead.model.training.refinement.RefinementSettings;

/** Opens the training that suits an order's preset. */
public final class Trainings {
    private Trainings() {}

    /**
     * Opens a training: on a state, as if there had been no stop, or from the beginning.
     *
     * @param engine not closed with the training
     * @param state of the same training, if there is one
     * @throws IllegalArgumentException when the order, the data or the state do not suit each other: in one sentence
     * @throws org.balancehead.model.dataset.UnusableDatasetException when the data are no dataset
     * @throws org.balancehead.model.checkpoint.CheckpointException when the state is damaged
     */
    public static Training<?> open(TensorEngine engine, TrainingOrder order, Optional<Checkpoint> state)
            throws IOException {
        if (!ChartPreset.exists(order.preset())) {
            return adversarial(engine, order, state);
        }
        PackedViews data = PackedViews.open(order.data());
        PackedViews held = PackedViews.open(order.held());
        if (order.from().isPresent()) {
            return refinement(engine, order, order.from().get(), data, held, state);
        }
        return new ReconstructionTraining(engine, order, data, held, state);
    }

    private static Training<?> refinement(
            TensorEngine engine,
            TrainingOrder order,
            Path from,
            PackedViews data,
            PackedViews held,
            Optional<Checkpoint> state)
            throws IOException {
        if (order.batch().isPresent()) {
            throw new IllegalArgumentException(
                    "A refinement has batches of its own: leave the number of pictures a step out.");
        }
        SemanticFeatures features = SemanticFeatures.read(order.data(), order.encoder())
                .orElseThrow(() -> ConditionedPictures.undescribed(order.data(), order.encoder()));
        float[][] byIdentity = new float[data.identities()][];
        for (int i = 0; i < byIdentity.length; i++) {
            byIdentity[i] = features.of(data.name(i));
        }
        RefinementSettings settings = RefinementSettings.of(order.preset());
        return new ChartRefinement(engine, order, settings, Checkpoint.open(from), data, held, byIdentity, state);
    }

    private static Training<?> adversarial(TensorEngine engine, TrainingOrder order, Optional<Checkpoint> state)
            throws IOException {
        if (order.from().isPresent()) {
            throw new IllegalArgumentException(
                    "'%s' is trained from nothing: leave the checkpoint to begin from out.".formatted(order.preset()));
        }
        GeneratorPreset preset = GeneratorPreset.bundled(order.preset());
        AdversarialSettings settings = AdversarialSettings.of(order.preset(), order.batch(), ConfigFactory.empty());
        ConditionedPictures data =
                ConditionedPictures.open(order.data(), preset.imageSide(), order.condition(), order.encoder());
        return new AdversarialTraining(engine, order, preset, settings, data, state);
    }
}
