package org.balancehead.model.training.refinement;

import org.balancehead.model.training.objective.LabelShuffle;

/**
 * What one step needs, as plain numbers; rows of N. Labels are camera, place of the patch, semantic feature.
 *
 * @param step which step it is for
 * @param pictures what the encoder sees of the first of the N: {@code [reconstructed, 4, 128, 128]}
 * @param latents of the others: {@code [drawn, Z]}
 * @param conditions of the others: {@code [drawn, C]}, as the encoder gives them
 * @param origins {@code [N, p·p, 3]}
 * @param directions {@code [N, p·p, 3]}
 * @param targets real patches on white, 0…1: {@code [N, 3, P, P]}
 * @param alphas real opacity: {@code [N, 1, P, P]}
 * @param labels of real patches
 * @param fakeLabels of generated ones
 * @param exchange what mismatched labels are mismatched in
 */
record PatchBatch(
        int step,
        float[] pictures,
        float[] latents,
        float[] conditions,
        float[] origins,
        float[] directions,
        float[] targets,
        float[] alphas,
        float[] labels,
        float[] fakeLabels,
        LabelShuffle.Exchange exchange) {}
