package org.balancehead.model.training.adversarial;

import org.balancehead.model.training.objective.LabelShuffle;

/**
 * What one step needs, as plain numbers; rows of N. Labels are the discriminator's: the camera's 25 numbers and, where
 * the condition has them, the semantic ones.
 *
 * @param step which step it is for
 * @param pictures real ones: {@code [N, 3, H, H]}, −1…1
 * @param masks of real ones, 0…1: {@code [N, 1, H, H]}
 * @param labels of real pictures
 * @param latents for generated ones: {@code [N, Z]}
 * @param conditions what the generator is told
 * @param cameras where generated heads are seen from: {@code [N, 25]}
 * @param fakeLabels of generated pictures
 * @param exchange what mismatched labels are mismatched in
 */
record AdversarialBatch(
        int step,
        float[] pictures,
        float[] masks,
        float[] labels,
        float[] latents,
        float[] conditions,
        float[] cameras,
        float[] fakeLabels,
        LabelShuffle.Exchange exchange) {}
