package org.balancehead.model.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.dataset.PackedViews;

/**
 * What is to be trained, and on what. A resumed training keeps all of it but {@code steps}, which may grow.
 *
 * @param preset architecture preset
 * @param seed of weights, batches and augmentation
 * @param steps there are to take, which the schedule of learning rates spreads over
 * @param batch pictures of the data that one step looks at; empty for as many as the kind of training is made for
 * @param condition what the generator is told
 * @param vicico whether the discriminator sees wrong labels as negatives (ViCiCo); of adversarial trainings
 * @param encoder name of the semantic encoder whose feature the condition holds
 * @param data the folder of what is trained on
 * @param held the folder of identities that are never trained on, for figures and sheets
 * @param from the checkpoint folder that a refinement begins from; empty for a training from nothing
 */
public record TrainingOrder(
        String preset,
        long seed,
        int steps,
        OptionalInt batch,
        ConditionKind condition,
        boolean vicico,
        String encoder,
        Path data,
        Path held,
        Optional<Path> from) {
    public TrainingOrder {
        if (steps < 0) {
            throw new IllegalArgumentException("Steps cannot be negative.");
        }
        if (batch.isPresent() && batch.getAsInt() < 1) {
            throw new IllegalArgumentException("A batch needs a picture.");
        }
    }

    /**
     * What a state says of its training, and what a resumed one must have in common with it.
     *
     * @param pictures of the data that one step looks at
     */
    public Map<String, Object> facts(int pictures, PackedViews seen) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("preset", preset);
        facts.put("seed", seed);
        facts.put("batch", pictures);
        facts.put("condition", condition.word());
        facts.put("vicico", vicico);
        facts.put("encoder", encoder);
        facts.put("data", DatasetMark.of(seen));
        return facts;
    }
}
