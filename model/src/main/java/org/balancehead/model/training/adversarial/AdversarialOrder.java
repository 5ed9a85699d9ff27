package org.balancehead.model.training.adversarial;

import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.generator.GeneratorPreset;

/**
 * What an adversarial training is to do; a resumed one must keep it.
 *
 * @param presetName as manifests have it
 * @param preset the architecture, for conditions of any length
 * @param kind what the generator is told
 * @param encoder name of the semantic encoder
 * @param vicico whether mismatched labels are negatives too
 * @param seed of weights, batches and samples
 * @param steps to take
 */
public record AdversarialOrder(
        String presetName,
        GeneratorPreset preset,
        AdversarialSettings settings,
        ConditionKind kind,
        String encoder,
        boolean vicico,
        long seed,
        int steps) {
    public AdversarialOrder {
        if (steps < 0) {
            throw new IllegalArgumentException("Steps cannot be negative.");
        }
        if (vicico && !kind.hasSemantic()) {
            throw new IllegalArgumentException(
                    "ViCiCo needs labels with a semantic feature: choose the condition semantic or view+semantic, or leave ViCiCo off.");
        }
    }
}
